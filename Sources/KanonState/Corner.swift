/// A corner frequency and the pole that it gives, computed when it changes.
public struct Corner: BitwiseCopyable, Sendable {
    /// The corner in Hz.
    public var hertz: Float = -1
    /// The pole of a first-order filter.
    public var pole: Float = 0

    /// None yet.
    public init() {}
}
