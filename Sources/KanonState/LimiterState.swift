/// What the limiter remembers from block to block.
public struct LimiterState: BitwiseCopyable, Sendable {
    /// The peak that the gain is set for; falls slowly.
    public var peak: Float = 0
    /// What of the peak is left after a frame.
    public var decay: Float = 0.9999

    /// No gain reduction.
    public init() {}
}
