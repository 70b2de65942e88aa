/// Sixteen voices, a SIMD lane each: everything a kernel reads and writes to render them.
public struct VoiceGroup: BitwiseCopyable, Sendable {
    /// The lanes that sound, a bit each.
    public var active: UInt16 = 0
    /// The sounding lanes whose coefficients are not set yet: they take their first values without a ramp.
    public var fresh: UInt16 = 0
    /// The sounding lanes whose envelopes changed stage within the cell.
    public var turned: UInt16 = 0

    /// The voices' three oscillators.
    public var oscillators: InlineArray<3, OscillatorLanes> = InlineArray(repeating: OscillatorLanes())
    /// Phase per frame of each note, turns of 2³².
    public var noteIncrement: SIMD16<Double> = .zero
    /// Octaves above middle C of each note.
    public var noteOctaves: SIMD16<Float> = .zero
    /// How hard each key was struck, 0…1.
    public var velocity: SIMD16<Float> = .zero
    /// Where the pitch wheel of each voice's channel stands, −1…1, and where it is on its way.
    public var bendTarget: SIMD16<Float> = .zero
    /// The smoothed position of the pitch wheel.
    public var bend: SIMD16<Float> = .zero

    /// Loudness.
    public var amp = EnvelopeLanes()
    /// Movement of the filter.
    public var mod = EnvelopeLanes()
    /// Gain of each voice to the left: velocity and place.
    public var left: SIMD16<Float> = .zero
    /// Gain of each voice to the right.
    public var right: SIMD16<Float> = .zero

    /// The filter's two states.
    public var state1: SIMD16<Float> = .zero
    /// The second state.
    public var state2: SIMD16<Float> = .zero
    /// Filter coefficient g = tan(π·corner/rate) at the grid line.
    public var tangent: SIMD16<Float> = .zero
    /// Change of g per frame.
    public var tangentStep: SIMD16<Float> = .zero
    /// Damping k at the grid line.
    public var damping: SIMD16<Float> = .zero
    /// Change of k per frame.
    public var dampingStep: SIMD16<Float> = .zero

    /// Sixteen silent voices.
    public init() {}
}
