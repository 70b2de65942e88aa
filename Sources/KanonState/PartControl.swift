/// What all voices of one sound share for one cell: the parameters as the kernels take them.
public struct PartControl: BitwiseCopyable, Sendable {
    /// The three oscillators. First, so that a pointer to the part points to them.
    public var oscillators: InlineArray<3, OscillatorControl> = InlineArray(repeating: OscillatorControl())
    /// The two low-frequency oscillators.
    public var lfos: InlineArray<2, LfoControl> = InlineArray(repeating: LfoControl())
    /// A value for every `VoiceTarget`, before modulation. Of pitches 0: their own are ratios of the oscillators. Times in cells.
    public var values: InlineArray<64, Float> = InlineArray(repeating: 0)
    /// The targets whose value is another than at the line before, a bit each.
    public var moved: UInt64 = 0
    /// The targets that a slot moves, a bit each.
    public var modulated: UInt64 = 0
    /// The levels of the nine drawbars at the grid line, in lanes 0…8, and their change per frame.
    public var drawbars = RampLanes()
    /// The modulations.
    public var slots: InlineArray<8, ModulationSlot> = InlineArray(repeating: ModulationSlot())
    /// How many of them there are.
    public var slotCount = 0
    /// Whether one goes by how fast keys are let go.
    public var takesLift = false

    /// Share of the first stage's low output at the grid line.
    public var lowMix: Float = 1
    /// Share of the band output.
    public var bandMix: Float = 0
    /// Share of the high output.
    public var highMix: Float = 0
    /// Share of the second stage's low output, for 24 dB an octave.
    public var steepMix: Float = 0
    /// Damping k of the first stage, before modulation: √2 is flat, 0 would ring for ever.
    public var damping: Float = 1.414_213_6
    /// Damping k of the second stage.
    public var steepDamping: Float = 0.765_366_86
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
    /// Whether left and right differ before the filter, so that there must be two of it.
    public var isStereo = false
    /// Gain of the product of the first two oscillators at the grid line.
    public var ring: Float = 0
    /// Change of that gain per frame.
    public var ringStep: Float = 0

    /// Octaves of a full pitch wheel.
    public var bendRange: Float = 0
    /// What of the way to a new position of a wheel or pressure is left after a cell.
    public var controlSmoothing: Float = 0
    /// Octaves that vibrato adds at the next grid line with the wheel at rest, and what a full wheel adds to that.
    public var vibrato: Float = 0
    /// Octaves that a full wheel adds.
    public var wheelVibrato: Float = 0
    /// Where the vibrato's wave is at the next grid line, −1…1.
    public var vibratoWave: Float = 0
    /// The number of the cell's first frame, from which noise is drawn.
    public var frame: UInt32 = 0

    /// Gain of the preset to the left at the grid line, and its change per frame.
    public var left: Float = 0
    /// Change of the left gain per frame.
    public var leftStep: Float = 0
    /// Gain of the preset to the right at the grid line.
    public var right: Float = 0
    /// Change of the right gain per frame.
    public var rightStep: Float = 0
    /// What the effects should be.
    public var effects = EffectsControl()
    /// Gain of each side behind the effects, and its change per frame: the player's, and a share of the width.
    public var output: Float = 0
    /// Change of that gain per frame.
    public var outputStep: Float = 0
    /// Gain of each side to the other: less than nothing widens.
    public var across: Float = 0
    /// Change of that gain per frame.
    public var acrossStep: Float = 0

    /// Silence.
    public init() {}

    /// Whether a target has to be aimed anew: it moves itself, or something moves it.
    @inlinable @_noLocks @_noAllocation
    public func isDue(_ bits: UInt64) -> Bool { (moved | modulated) & bits != 0 }
}
