/// The shape of an envelope as all voices share it, per grid cell.
public struct EnvelopeControl: BitwiseCopyable, Sendable {
    /// How much the attack bends: what is left of the way to `top` after a whole attack is e to the power of minus this. Above 0
    /// it begins fast, below 0 slowly; never 0.
    public var bend: Float = 0.01
    /// The level that the attack heads for: 1 / (1 − e^−bend).
    public var top: Float = 100.500_83
    /// The share of its level that a fade takes in its first cell,
    public var fadeStart: Float = 1
    /// by what factor more in each cell than in the one before,
    public var fadeGrowth: Float = 1
    /// and at most.
    public var fadeMost: Float = 1

    /// A straight attack.
    public init() {}
}
