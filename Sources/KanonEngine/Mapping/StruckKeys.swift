/// What the keys that are down have started, so that each, when it is let go, ends exactly that, whatever became of octaves, zones
/// and mappings in the meantime.
struct StruckKeys {
    /// A note, and the key that started it.
    struct Note: BitwiseCopyable {
        /// Device and channel of the key: see `Event.place`.
        var place: UInt8
        var key: UInt8
        /// The channel and the key as which it sounds.
        var channel: UInt8
        var pitch: UInt8

        var device: UInt8 {
            @_noLocks @_noAllocation get { place >> 4 }
        }

        @_noLocks @_noAllocation
        func sounds(as other: Note) -> Bool { device == other.device && channel == other.channel && pitch == other.pitch }
    }

    private let notes: UnsafeMutablePointer<Note>
    private(set) var count = 0

    private static let capacity = 512
    static let byteCount = capacity * MemoryLayout<Note>.stride + 64

    init(in arena: inout Arena) {
        notes = arena.take(repeating: Note(place: 0, key: 0, channel: 0, pitch: 0), count: Self.capacity)
    }

    @_noLocks @_noAllocation
    subscript(_ index: Int) -> Note { notes[index] }

    /// A key starts a note. Where there is no room, the oldest is forgotten and comes back, to be ended.
    @_noLocks @_noAllocation
    mutating func add(_ note: Note) -> Note? {
        for index in 0..<count where notes[index].place == note.place && notes[index].key == note.key && notes[index].sounds(as: note) {
            return nil
        }
        let oldest = count == StruckKeys.capacity ? remove(at: 0) : nil
        notes[count] = note
        count += 1
        return oldest
    }

    /// One of the notes that a key started, or with nil any key of the channel; it is forgotten.
    @_noLocks @_noAllocation
    mutating func take(from place: UInt8, key: UInt8?) -> Note? {
        for index in 0..<count where notes[index].place == place && (key == nil || notes[index].key == key) { return remove(at: index) }
        return nil
    }

    /// Whether another key that is down started the same note: then it goes on.
    @_noLocks @_noAllocation
    func holds(_ note: Note) -> Bool {
        for index in 0..<count where notes[index].sounds(as: note) { return true }
        return false
    }

    @_noLocks @_noAllocation
    mutating func forget(device: UInt8) {
        var index = 0
        while index < count {
            if notes[index].device == device { _ = remove(at: index) } else { index += 1 }
        }
    }

    @_noLocks @_noAllocation
    private mutating func remove(at index: Int) -> Note {
        let note = notes[index]
        count -= 1
        for position in index..<count { notes[position] = notes[position + 1] }
        return note
    }
}
