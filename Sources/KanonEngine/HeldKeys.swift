/// The keys that are down, in the order in which they were struck: from them a single voice chooses its note.
struct HeldKeys {
    /// A key that is down.
    struct Key: BitwiseCopyable, Sendable {
        /// Device and channel: see `Event.place`.
        var place: UInt8 = 0
        var key: UInt8 = 0
        var velocity: Float = 0
    }

    private let keys: UnsafeMutablePointer<Key>
    private var count = 0

    /// More fingers than that are not waited for.
    static let capacity = 64
    static let byteCount = capacity * MemoryLayout<Key>.stride + 64

    init(in arena: inout Arena) { keys = arena.take(repeating: Key(), count: Self.capacity) }

    @_noLocks @_noAllocation
    mutating func press(_ event: Event) {
        lift(event)
        if count == HeldKeys.capacity { remove(at: 0) }
        keys[count] = Key(place: event.place, key: event.key, velocity: event.value)
        count += 1
    }

    /// The key of the event is up.
    @_noLocks @_noAllocation
    mutating func lift(_ event: Event) {
        for index in 0..<count where keys[index].place == event.place && keys[index].key == event.key {
            remove(at: index)
            return
        }
    }

    /// All keys of the event's channel are up.
    @_noLocks @_noAllocation
    mutating func liftChannel(of event: Event) {
        var index = 0
        while index < count {
            if keys[index].place == event.place { remove(at: index) } else { index += 1 }
        }
    }

    /// All keys of a device are up.
    @_noLocks @_noAllocation
    mutating func lift(device: UInt8) {
        var index = 0
        while index < count {
            if keys[index].place >> 4 == device { remove(at: index) } else { index += 1 }
        }
    }

    @_noLocks @_noAllocation
    mutating func liftAll() { count = 0 }

    /// The key that sounds where only one can, of one channel or of all: by one of `NotePriority`.
    @_noLocks @_noAllocation
    func chosen(by priority: Int, of place: UInt8?) -> Key? {
        var best: Int?
        for index in 0..<count where place == nil || keys[index].place == place {
            guard let other = best else {
                best = index
                continue
            }
            switch priority {
            case NotePriority.low.rawValue: if keys[index].key < keys[other].key { best = index }
            case NotePriority.high.rawValue: if keys[index].key > keys[other].key { best = index }
            default: best = index
            }
        }
        guard let best else { return nil }
        return keys[best]
    }

    @_noLocks @_noAllocation
    private mutating func remove(at index: Int) {
        count -= 1
        for position in index..<count { keys[position] = keys[position + 1] }
    }
}
