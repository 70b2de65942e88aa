/// Memory on a border of 64 bytes, as the instrument's own is: cost must not depend on where the heap happens to have room.
final class AlignedMemory<Element> {
    let start: UnsafeMutablePointer<Element>

    /// Room for `count` elements, all of them `element`.
    init(repeating element: Element, count: Int) {
        start = UnsafeMutableRawPointer.allocate(byteCount: count * MemoryLayout<Element>.stride, alignment: 64)
            .bindMemory(to: Element.self, capacity: count)
        start.initialize(repeating: element, count: count)
    }

    // Only plain values are kept here: nothing to deinitialise.
    deinit { UnsafeMutableRawPointer(start).deallocate() }
}
