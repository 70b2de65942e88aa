import Synchronization

/// A bounded queue from one thread to one other. Neither ever waits.
///
/// `push` is for one thread, `pop` and `peek` for one other. Lives behind a pointer, since atomics cannot move.
struct Ring<Element: BitwiseCopyable>: ~Copyable {
    private let slots: UnsafeMutablePointer<Element>
    private let mask: Int
    // Positions only grow. Each is written by one side; a cache line between them keeps the sides from slowing each other.
    private let head = Atomic<Int>(0)
    private let apart: InlineArray<7, UInt64> = InlineArray(repeating: 0)
    private let tail = Atomic<Int>(0)

    /// `capacity` must be a power of two.
    init(slots: UnsafeMutablePointer<Element>, capacity: Int) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0)
        self.slots = slots
        mask = capacity - 1
    }

    /// Elements that can be pushed now; the pushing side's view.
    @inline(__always)
    var free: Int {
        // Acquiring: the slots that the other side has read are ours again.
        mask + 1 - (head.load(ordering: .relaxed) - tail.load(ordering: .acquiring))
    }

    /// Elements that can be popped now; the popping side's view.
    @inline(__always)
    var count: Int {
        // Acquiring: what the other side wrote before it moved its position is visible.
        head.load(ordering: .acquiring) - tail.load(ordering: .relaxed)
    }

    /// False, and nothing happens, when the ring is full.
    @inline(__always)
    func push(_ element: Element) -> Bool {
        guard free > 0 else { return false }
        let position = head.load(ordering: .relaxed)
        slots[position & mask] = element
        // Releasing: the slot is written before it is shown.
        head.store(position + 1, ordering: .releasing)
        return true
    }

    /// All `count` elements, which the other side sees at once; false, and nothing happens, where there is no room for them.
    @inline(__always)
    func push(_ elements: UnsafePointer<Element>, count: Int) -> Bool {
        guard free >= count else { return false }
        let position = head.load(ordering: .relaxed)
        for index in 0..<count { slots[(position + index) & mask] = elements[index] }
        // Releasing: the slots are written before they are shown.
        head.store(position + count, ordering: .releasing)
        return true
    }

    /// The oldest element, left in the ring.
    @inline(__always)
    func peek() -> Element? {
        guard count > 0 else { return nil }
        return slots[tail.load(ordering: .relaxed) & mask]
    }

    /// The oldest element, taken out.
    @inline(__always)
    func pop() -> Element? {
        guard let element = peek() else { return nil }
        // Releasing: the slot is read before it is given back.
        tail.store(tail.load(ordering: .relaxed) + 1, ordering: .releasing)
        return element
    }
}
