/// A value a voice that moves in a straight line between two grid lines.
public struct RampLanes: BitwiseCopyable, Sendable {
    /// At the grid line.
    public var value: SIMD16<Float> = .zero
    /// Change per frame.
    public var step: SIMD16<Float> = .zero

    /// At zero, and staying there.
    public init() {}
}
