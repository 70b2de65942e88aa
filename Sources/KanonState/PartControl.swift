/// What all voices share for one cell: the parameters as the kernels take them.
public struct PartControl: BitwiseCopyable, Sendable {
    /// The three oscillators.
    public var oscillators: InlineArray<3, OscillatorControl> = InlineArray(repeating: OscillatorControl())

    /// How much of the filter's low, band and high output is heard at the grid line.
    public var lowMix: Float = 1
    /// Share of the band output.
    public var bandMix: Float = 0
    /// Share of the high output.
    public var highMix: Float = 0
    /// Corner frequency as a fraction of the sample rate, before envelope, key and velocity.
    public var cutoff: Float = 0.4
    /// Damping k of the filter: √2 is flat, 0 would ring for ever.
    public var damping: Float = 1.414_213_6
    /// Octaves that a full mod envelope adds to the corner.
    public var cutoffEnvelope: Float = 0
    /// Octaves of corner per octave of keyboard, 0…1.
    public var cutoffKey: Float = 0
    /// Octaves that a note of no velocity takes from the corner.
    public var cutoffVelocity: Float = 0

    /// The loudness envelope.
    public var amp = EnvelopeControl()
    /// The envelope that moves the filter.
    public var mod = EnvelopeControl()

    /// How much softer a soft note is, 0…1.
    public var velocitySensitivity: Float = 0
    /// How far apart low and high notes are placed, 0…1.
    public var spread: Float = 0

    /// Octaves of a full pitch wheel.
    public var bendRange: Float = 0
    /// What of the way to a new wheel position is left after a cell.
    public var bendSmoothing: Float = 0
    /// Octaves that vibrato adds at the next grid line.
    public var vibrato: Float = 0

    /// Gain of the left output at the grid line, and its change per frame.
    public var left: Float = 0
    /// Change of the left gain per frame.
    public var leftStep: Float = 0
    /// Gain of the right output at the grid line.
    public var right: Float = 0
    /// Change of the right gain per frame.
    public var rightStep: Float = 0

    /// Silence.
    public init() {}
}
