/// What the keys that are down have started, so that each, when it is let go, ends exactly that, whatever became of octaves, zones
/// and mappings in the meantime.
///
/// A key starts one note nearly always: that one stands in a table. What it starts besides, where zones overlap, stands in a list.
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

        /// Where the key stands in tables.
        fileprivate var keyIndex: Int {
            @_noLocks @_noAllocation get { Int(place) &* 128 &+ Int(key) }
        }

        /// Where what sounds stands in tables.
        fileprivate var soundIndex: Int {
            @_noLocks @_noAllocation get { (Int(device) &* 16 &+ Int(channel)) &* 128 &+ Int(pitch) }
        }

        @_noLocks @_noAllocation
        fileprivate func sounds(as other: Note) -> Bool { device == other.device && channel == other.channel && pitch == other.pitch }
    }

    /// Of each key the first note that it started: 1 more than 128 times its channel and its pitch; 0 where there is none.
    private let firsts: UnsafeMutablePointer<UInt16>
    /// How many keys have started each note that sounds.
    private let counts: UnsafeMutablePointer<UInt8>
    /// What keys have started besides.
    private let others: UnsafeMutablePointer<Note>
    private var otherCount = 0
    /// Whether a key may have started more than one note.
    var hasOthers: Bool {
        @_noLocks @_noAllocation get { otherCount > 0 }
    }
    /// How many notes there are.
    private(set) var count = 0
    /// How many notes sound on another channel than their key's.
    private var strayCount = 0

    private static let keyCount = 256 * 128
    private static let capacity = 256
    static let byteCount = keyCount * 3 + capacity * MemoryLayout<Note>.stride + 3 * 64

    init(in arena: inout Arena) {
        firsts = arena.take(repeating: 0, count: Self.keyCount)
        counts = arena.take(repeating: 0, count: Self.keyCount)
        others = arena.take(repeating: Note(place: 0, key: 0, channel: 0, pitch: 0), count: Self.capacity)
    }

    /// A key starts a note. Where there is no room, the oldest of several is forgotten and comes back, to be ended.
    @_noLocks @_noAllocation
    mutating func add(_ note: Note) -> Note? {
        let first = firsts[note.keyIndex]
        let code = UInt16(note.channel) &* 128 &+ UInt16(note.pitch) &+ 1
        if first == code { return nil }
        if first == 0 {
            firsts[note.keyIndex] = code
            tally(note, 1)
            return nil
        }
        for index in 0..<otherCount where isOf(note.place, note.key, others[index]) && others[index].sounds(as: note) { return nil }
        let oldest = otherCount == StruckKeys.capacity ? removeOther(at: 0) : nil
        others[otherCount] = note
        otherCount += 1
        tally(note, 1)
        return oldest
    }

    /// One of the notes that a key started; it is forgotten.
    @_noLocks @_noAllocation
    mutating func take(from place: UInt8, key: UInt8) -> Note? {
        if let note = first(of: place, key: key) {
            firsts[note.keyIndex] = 0
            tally(note, -1)
            return note
        }
        for index in 0..<otherCount where isOf(place, key, others[index]) { return removeOther(at: index) }
        return nil
    }

    /// One of the notes that any key of a channel started; it is forgotten.
    @_noLocks @_noAllocation
    mutating func take(from place: UInt8) -> Note? {
        for key in 0..<128 where firsts[Int(place) &* 128 &+ key] != 0 { return take(from: place, key: UInt8(truncatingIfNeeded: key)) }
        for index in 0..<otherCount where others[index].place == place { return removeOther(at: index) }
        return nil
    }

    /// Whether another key that is down started the same note: then it goes on.
    @_noLocks @_noAllocation
    func holds(_ note: Note) -> Bool { counts[note.soundIndex] > 0 }

    /// The note of a key that stands in the table.
    @_noLocks @_noAllocation
    func first(of place: UInt8, key: UInt8) -> Note? {
        let code = firsts[Int(place) &* 128 &+ Int(key)]
        guard code != 0 else { return nil }
        return Note(
            place: place, key: key, channel: UInt8(truncatingIfNeeded: (code &- 1) >> 7),
            pitch: UInt8(truncatingIfNeeded: (code &- 1) & 127))
    }

    /// What a key started besides, the number `index` of it; nil where there is no more.
    @_noLocks @_noAllocation
    func other(_ index: Int, of place: UInt8, key: UInt8) -> Note? {
        var left = index
        for position in 0..<otherCount where isOf(place, key, others[position]) {
            if left == 0 { return others[position] }
            left -= 1
        }
        return nil
    }

    /// The channels on which what the keys of a channel have started sounds, a bit each; its own may be missing.
    @_noLocks @_noAllocation
    func channels(of place: UInt8) -> UInt16 {
        guard strayCount > 0 else { return 0 }
        var bits: UInt16 = 0
        for key in 0..<128 {
            if let note = first(of: place, key: UInt8(truncatingIfNeeded: key)) { bits |= 1 &<< UInt16(note.channel) }
        }
        for index in 0..<otherCount where others[index].place == place { bits |= 1 &<< UInt16(others[index].channel) }
        return bits
    }

    @_noLocks @_noAllocation
    mutating func forget(device: UInt8) {
        for channel in 0..<16 {
            let place = device &<< 4 | UInt8(truncatingIfNeeded: channel)
            while take(from: place) != nil {}
        }
    }

    @_noLocks @_noAllocation
    private func isOf(_ place: UInt8, _ key: UInt8, _ note: Note) -> Bool { note.place == place && note.key == key }

    @_noLocks @_noAllocation
    private mutating func removeOther(at index: Int) -> Note {
        let note = others[index]
        otherCount -= 1
        for position in index..<otherCount { others[position] = others[position + 1] }
        tally(note, -1)
        return note
    }

    @_noLocks @_noAllocation
    private mutating func tally(_ note: Note, _ change: Int) {
        count += change
        counts[note.soundIndex] = UInt8(truncatingIfNeeded: Int(counts[note.soundIndex]) &+ change)
        if note.channel != note.place & 15 { strayCount += change }
    }
}
