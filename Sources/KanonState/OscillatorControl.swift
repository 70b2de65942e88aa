/// What all voices share of one oscillator, for one cell.
public struct OscillatorControl: BitwiseCopyable, Sendable {
    /// The waveforms a kernel can draw.
    public enum Shape {
        /// A sine.
        @inlinable public static var sine: Int32 { 0 }
        /// A band-limited rising sawtooth.
        @inlinable public static var saw: Int32 { 1 }
        /// A sine whose phase is modulated by a second one, to a depth that sweeps.
        @inlinable public static var vortex: Int32 { 2 }
        /// A band-limited triangle.
        @inlinable public static var triangle: Int32 { 3 }
        /// A band-limited pulse whose width moves.
        @inlinable public static var pulse: Int32 { 4 }
        /// A band-limited sawtooth that a slower master starts anew.
        @inlinable public static var sync: Int32 { 5 }
        /// White noise.
        @inlinable public static var white: Int32 { 6 }
        /// Pink noise.
        @inlinable public static var pink: Int32 { 7 }
        /// The nine drawbars of an organ.
        @inlinable public static var drawbars: Int32 { 8 }
    }

    /// One of `Shape`.
    public var shape: Int32 = 0
    /// Whether it is drawn: heard itself, or a modulator of one that is.
    public var isRunning = false
    /// Whether the next oscillator modulates its phase.
    public var takesModulation = false
    /// Whether a note begins at a set phase.
    public var resetsPhase = false
    /// Copies drawn, 1…8.
    public var copyCount: Int32 = 1
    /// Frequency as a multiple of the note's.
    public var ratio: Double = 1
    /// Modulator frequency as a multiple of the oscillator's.
    public var modulatorRatio: Double = 1
    /// Phase of the sweep of the vortex per cell, turns of 2³².
    public var morphIncrement: UInt32 = 0
    /// Frequency of each copy as a multiple of the oscillator's.
    public var copyRatios: InlineArray<8, Double> = InlineArray(repeating: 1)
    /// Gain of each copy to the left.
    public var copyLeft: InlineArray<8, Float> = InlineArray(repeating: 1)
    /// Gain of each copy to the right.
    public var copyRight: InlineArray<8, Float> = InlineArray(repeating: 1)

    /// A silent sine.
    public init() {}
}
