/// One block of memory from which an instrument takes everything its audio thread touches, so that it can be locked whole.
struct Arena: ~Copyable {
    let memory: UnsafeMutableRawBufferPointer
    private var used = 0

    /// Takes `byteCount` bytes, cleared, on a page boundary.
    init(byteCount: Int) {
        memory = .allocate(byteCount: byteCount, alignment: 4096)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit { memory.deallocate() }

    /// Room for `count` elements, on a cache line of its own. The memory is not initialised.
    mutating func take<Element: ~Copyable>(_ type: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        let start = (used + 63) / 64 * 64
        used = start + count * MemoryLayout<Element>.stride
        precondition(used <= memory.count, "The instrument's arena was measured too small.")
        return (memory.baseAddress! + start).bindMemory(to: type, capacity: count)
    }

    /// Room for `count` copies of `value`.
    mutating func take<Element>(repeating value: Element, count: Int) -> UnsafeMutablePointer<Element> {
        let pointer = take(Element.self, count: count)
        pointer.initialize(repeating: value, count: count)
        return pointer
    }
}
