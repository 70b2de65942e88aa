/// What of a voice a modulation moves: the number of its place in `PartControl.values`, and its bit in masks.
public enum VoiceTarget {
    /// Targets that each of the three oscillators has.
    public enum Oscillator {
        /// Octaves above the oscillator's own pitch.
        @inlinable public static var pitch: Int { 0 }
        /// Gain.
        @inlinable public static var level: Int { 1 }
        /// Place between left (−1) and right (1).
        @inlinable public static var pan: Int { 2 }
        /// Share of a turn.
        @inlinable public static var width: Int { 3 }
        /// Turns.
        @inlinable public static var intensity: Int { 4 }
        /// Octaves above the modulator's own pitch.
        @inlinable public static var modulator: Int { 5 }
        /// Turns.
        @inlinable public static var index: Int { 6 }
        /// Octaves above the slave's own pitch.
        @inlinable public static var sync: Int { 7 }
        /// How many there are.
        @inlinable public static var count: Int { 8 }
    }

    /// The target `field` of oscillator `number` (0…2).
    @inlinable @_noLocks @_noAllocation
    public static func oscillator(_ number: Int, _ field: Int) -> Int { number * Oscillator.count + field }

    /// Octaves, all oscillators.
    @inlinable public static var pitch: Int { 24 }
    /// Gain of the whole voice.
    @inlinable public static var level: Int { 25 }
    /// Place of the whole voice, −1…1.
    @inlinable public static var pan: Int { 26 }
    /// Octaves of the filter's corner.
    @inlinable public static var cutoff: Int { 27 }
    /// 0…1.
    @inlinable public static var resonance: Int { 28 }
    /// 0…1.
    @inlinable public static var drive: Int { 29 }
    /// Octaves of the speed of the first low-frequency oscillator; the second's follows.
    @inlinable public static var lfoRate: Int { 30 }
    /// Output of the first low-frequency oscillator, as a gain; the second's follows.
    @inlinable public static var lfoLevel: Int { 32 }
    /// Octaves of time; of the amp envelope.
    @inlinable public static var ampAttack: Int { 34 }
    /// Octaves of time.
    @inlinable public static var ampDecay: Int { 35 }
    /// Level, 0…1.
    @inlinable public static var ampSustain: Int { 36 }
    /// Octaves of time.
    @inlinable public static var ampRelease: Int { 37 }
    /// Octaves of time; of the mod envelope, whose other targets follow as the amp envelope's do.
    @inlinable public static var modAttack: Int { 38 }
    /// How many there are.
    @inlinable public static var count: Int { 42 }

    /// The bit of a target.
    @inlinable @_noLocks @_noAllocation
    public static func bit(_ target: Int) -> UInt64 { 1 &<< UInt64(truncatingIfNeeded: target) }

    /// The bits of `count` targets from `first` on.
    @inlinable @_noLocks @_noAllocation
    public static func bits(from first: Int, count: Int) -> UInt64 {
        ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1) &<< UInt64(truncatingIfNeeded: first)
    }
}
