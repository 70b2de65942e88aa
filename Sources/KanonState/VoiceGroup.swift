/// Sixteen voices, a SIMD lane each: everything a kernel reads and writes to render them.
///
/// Rows of 16 lanes of 32 bits come first, so that a voice can be moved to another lane row by row (`laneRows`).
public struct VoiceGroup: BitwiseCopyable, Sendable {
    /// The voices' three oscillators. First, so that a pointer to the group points to them.
    public var oscillators: InlineArray<3, OscillatorLanes> = InlineArray(repeating: OscillatorLanes())
    /// The two low-frequency oscillators.
    public var lfos: InlineArray<2, LfoLanes> = InlineArray(repeating: LfoLanes())

    /// Octaves above middle C of each note.
    public var noteOctaves: SIMD16<Float> = .zero
    /// How hard each key was struck, 0…1.
    public var velocity: SIMD16<Float> = .zero
    /// Another value with every note, −1…1.
    public var random: SIMD16<Float> = .zero
    /// Another number with every note, from which noise is drawn.
    public var seed: SIMD16<UInt32> = .zero
    /// Octaves from the note at which a glide is.
    public var glide: SIMD16<Float> = .zero
    /// What a glide comes nearer its note per cell, in octaves.
    public var glideStep: SIMD16<Float> = .zero
    /// The pitch wheel of each voice's channel, −1…1, smoothed.
    public var bend: SIMD16<Float> = .zero
    /// Where the pitch wheel stands.
    public var bendTarget: SIMD16<Float> = .zero
    /// The modulation wheel, 0…1, smoothed.
    public var wheel: SIMD16<Float> = .zero
    /// Where the modulation wheel stands.
    public var wheelTarget: SIMD16<Float> = .zero
    /// The pressure, 0…1, smoothed.
    public var pressure: SIMD16<Float> = .zero
    /// The pressure as it was last sent.
    public var pressureTarget: SIMD16<Float> = .zero
    /// Controller 74, −1…1, smoothed.
    public var timbre: SIMD16<Float> = .zero
    /// Where controller 74 stands.
    public var timbreTarget: SIMD16<Float> = .zero
    /// Octaves by which each voice's channel sounds higher, smoothed.
    public var tuning: SIMD16<Float> = .zero
    /// The same as it was asked for.
    public var tuningTarget: SIMD16<Float> = .zero
    /// How fast each key was let go, 0…1, smoothed; 0 until then.
    public var lift: SIMD16<Float> = .zero
    /// The same as it was sent.
    public var liftTarget: SIMD16<Float> = .zero
    /// Octaves of a full pitch wheel of each voice's channel; below 0 the sound's own.
    public var bendRange = SIMD16<Float>(repeating: -1)
    /// Octaves of vibrato of a full modulation wheel of each voice's channel; below 0 the sound's own.
    public var wheelRange = SIMD16<Float>(repeating: -1)

    /// Loudness.
    public var amp = EnvelopeLanes()
    /// Movement of the filter.
    public var mod = EnvelopeLanes()
    /// What velocity makes of a note's loudness.
    public var loudness: SIMD16<Float> = .zero
    /// Where a note is placed, −1…1.
    public var place: SIMD16<Float> = .zero
    /// Gain of each voice to the left.
    public var left = RampLanes()
    /// Gain of each voice to the right.
    public var right = RampLanes()

    /// The filter's states: two stages of two, left and right.
    public var filterStates: InlineArray<8, SIMD16<Float>> = InlineArray(repeating: .zero)
    /// Filter coefficient g = tan(π·corner/rate).
    public var tangent = RampLanes()
    /// Damping k of the first stage.
    public var damping = RampLanes()
    /// Damping k of the second stage.
    public var steepDamping = RampLanes()
    /// Gain into the saturation before the filter; 0 without any.
    public var drive = RampLanes()
    /// What makes up for the level that the saturation takes.
    public var makeup = RampLanes()

    /// Phase per frame of each note, turns of 2³².
    public var noteIncrement: SIMD16<Double> = .zero
    /// The number of the part that the voices play.
    public var part: UInt8 = 0
    /// The number of the part that the last cell was drawn with.
    public var drawnPart: UInt8 = 0
    /// The lanes that fade into another sound, or out of their own, a bit each.
    public var fading: UInt16 = 0
    /// What is heard of those, 0…1.
    public var share = Glide(1)
    /// The lanes that sound, a bit each.
    public var active: UInt16 = 0
    /// The sounding lanes whose coefficients are not set yet: they take their first values without a ramp.
    public var fresh: UInt16 = 0
    /// The sounding lanes whose envelopes changed stage within the cell.
    public var turned: UInt16 = 0
    /// Whether wheels, pressures or glides may have a way to go.
    public var controlsMove = false
    /// Whether channels were told a tuning or ranges: without it what the rows hold of them does not count.
    public var hasChannelTuning = false
    /// Whether a voice took another note since the last line: what follows from notes has to be aimed at the next.
    public var notesMove = false
    /// Whether a pitch wheel or a glide moved at the last line.
    public var wheelsMove = false
    /// Whether its voices have two filters, one a side; until all of them have ended.
    public var isStereo = false
    /// Whether the filter's damping was aimed at the last line.
    public var dampingMoves = false
    /// Whether the filter's drive was aimed at the last line.
    public var driveMoves = false
    /// Whether the filter was aimed at the last line, so that its ramps have to be ended at the next.
    public var filterMoves = false
    /// The same of pitches.
    public var pitchMoves = false
    /// The same of the gains of the whole voice.
    public var gainMoves = false
    /// The same of the oscillators' own settings, a bit each.
    public var oscillatorsMove: UInt8 = 0
    /// Whether the oscillators have drawn the cell at hand.
    public var isDrawn = false
    /// The oscillators that were drawn in the last cell, a bit each.
    public var running: UInt8 = 0

    /// Rows of 16 lanes of 32 bits at the beginning of a group. Not for the audio thread.
    public static var laneRows: Int { MemoryLayout<VoiceGroup>.offset(of: \.noteIncrement)! / 64 }

    /// Sixteen silent voices.
    public init() {}
}
