/// The shape of an envelope as all voices share it, per grid cell.
public struct EnvelopeControl: BitwiseCopyable, Sendable {
    /// Rise per cell during the attack.
    public var attackStep: Float = 1
    /// What is left of the distance to the sustain level after a cell.
    public var decayFactor: Float = 0
    /// The level held, 0…1.
    public var sustain: Float = 1
    /// What is left of the level after a cell of release.
    public var releaseFactor: Float = 0
    /// Fall per cell during a fade.
    public var fadeStep: Float = 1

    /// An envelope that opens and closes at once.
    public init() {}
}
