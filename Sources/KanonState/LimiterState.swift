/// What the limiter remembers from block to block.
public struct LimiterState: BitwiseCopyable, Sendable {
    /// Frames by which the output lags the input, at every sample rate.
    @inlinable public static var delayFrames: Int { 16 }

    /// The step of 16 frames that comes in, a lane a frame; lanes that are not in yet are 0.
    public var left: SIMD16<Float> = .zero
    /// The right side of the step.
    public var right: SIMD16<Float> = .zero
    /// The step before, which goes out.
    public var leftBefore: SIMD16<Float> = .zero
    /// The right side of the step before.
    public var rightBefore: SIMD16<Float> = .zero
    /// The gains that the step before asked for.
    public var gainsBefore = SIMD16<Float>(repeating: 1)
    /// Frames of the step that are in, 0…15.
    public var frame: Int32 = 0

    /// The true peak that the gain is set for at the step's begin; falls slowly.
    public var peak: Float = 0
    /// The highest peak since the hold time last began anew.
    public var held: Float = 0
    /// The highest peak of the hold time before that.
    public var heldBefore: Float = 0
    /// Steps since the hold time began anew.
    public var steps: Int32 = 0
    /// What of the peak is left after a step.
    public var decay: Float = 0.9978
    /// How long a peak is held at least, in steps.
    public var holdSteps: Int32 = 38

    /// Silence, no gain reduction.
    public init() {}
}
