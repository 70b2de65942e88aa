/// What a router made of a message, in order, until it is taken out.
struct EventOutbox {
    private let events: UnsafeMutablePointer<Event>
    private var first = 0
    private var count = 0

    /// More than the most that one message can make besides notes. A new table for all devices makes up to 18 events for each:
    /// everything let go, 16 channels that a button held, channels put to rest. All keys of a channel let go are up to 385
    /// (`StruckKeys`), and the notes of a key are only begun where `hasRoomForNote`.
    private static let capacity = 2048
    static let byteCount = capacity * MemoryLayout<Event>.stride + 64

    init(in arena: inout Arena) { events = arena.take(repeating: Event(.panic), count: Self.capacity) }

    /// Whether a note may be begun, and one that is forgotten for it ended.
    var hasRoomForNote: Bool {
        @_noLocks @_noAllocation get { count + 2 <= EventOutbox.capacity }
    }

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
