/// What a router made of a message, in order, until it is taken out.
struct EventOutbox {
    private let events: UnsafeMutablePointer<Event>
    private var first = 0
    private var count = 0

    /// More than the most that one message can make: every key of a device let go, and every channel of all devices put to rest.
    private static let capacity = 2048
    static let byteCount = capacity * MemoryLayout<Event>.stride + 64

    init(in arena: inout Arena) { events = arena.take(repeating: Event(.panic), count: Self.capacity) }

    @_noLocks @_noAllocation
    mutating func put(_ event: Event) {
        guard count < EventOutbox.capacity else { return }
        events[count] = event
        count += 1
    }

    /// The next one, taken out.
    @_noLocks @_noAllocation
    mutating func next() -> Event? {
        guard first < count else {
            (first, count) = (0, 0)
            return nil
        }
        first += 1
        return events[first - 1]
    }
}
