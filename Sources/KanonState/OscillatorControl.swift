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
    }

    /// One of `Shape`.
    public var shape: Int32 = 0
    /// Level at the grid line, 0…2.
    public var level: Float = 0
    /// Change of the level per frame.
    public var levelStep: Float = 0
    /// Frequency as a multiple of the note's.
    public var ratio: Double = 1
    /// Vortex: modulator frequency as a multiple of the oscillator's.
    public var modulatorRatio: Double = 1
    /// Vortex: greatest depth, in turns.
    public var intensity: Float = 0
    /// Vortex: phase of the sweep per cell, turns of 2³².
    public var morphIncrement: UInt32 = 0

    /// A silent sine.
    public init() {}

    /// Whether it is heard at any frame of the cell.
    @inlinable public var isAudible: Bool { level > 0 || levelStep > 0 }
}
