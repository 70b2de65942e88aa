/// What all voices share of one oscillator, for one cell.
public struct OscillatorControl: BitwiseCopyable, Sendable {
    /// Its waveform.
    public var shape = OscillatorShape.sine
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
