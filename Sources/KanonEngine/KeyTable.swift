import Glibc

/// What every key sounds at, channel by channel, as voices take it. Nothing changes in it once the engine has it.
struct KeyTable {
    /// With the A above middle C at 440 Hz; 0 for a key that is silent. 16 channels of 128 keys.
    let hertz: UnsafeMutablePointer<Double>
    /// The same in octaves above middle C of equal temperament, from which glides are measured.
    let octaves: UnsafeMutablePointer<Float>
    /// Whether notes that sound go to their new pitch; otherwise only those that begin have it.
    let movesNotes: Bool

    private static let count = 16 * 128

    /// The frequency of a key in twelve equal steps an octave, with the A above middle C at 440 Hz.
    static func equalHertz(_ key: Int) -> Double { 440 * exp2((Double(key) - 69) / 12) }

    /// Where a key of a channel stands; of `place` (see `Event.place`) only the channel counts.
    @_noLocks @_noAllocation
    static func index(_ place: UInt8, _ key: UInt8) -> Int { Int(place & 15) &* 128 &+ Int(key & 127) }

    /// A table for the engine, which gives it back when another takes its place. What `hertz` gives no positive number for is
    /// silent.
    static func make(movesNotes: Bool, _ hertz: (_ channel: Int, _ key: Int) -> Double?) -> UnsafePointer<KeyTable> {
        let table = UnsafeMutablePointer<KeyTable>.allocate(capacity: 1)
        table.initialize(
            to: KeyTable(hertz: .allocate(capacity: count), octaves: .allocate(capacity: count), movesNotes: movesNotes))
        for index in 0..<count {
            let given = hertz(index / 128, index % 128) ?? 0
            let sounds = given > 0 && given.isFinite
            (table.pointee.hertz + index).initialize(to: sounds ? given : 0)
            (table.pointee.octaves + index).initialize(to: sounds ? Float(log2(given / 440) + 0.75) : 0)
        }
        return UnsafePointer(table)
    }

    static func free(_ table: UnsafePointer<KeyTable>) {
        table.pointee.hertz.deallocate()
        table.pointee.octaves.deallocate()
        table.deallocate()
    }
}
