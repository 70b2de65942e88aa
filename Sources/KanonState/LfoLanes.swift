/// A low-frequency oscillator of the 16 voices of a group.
public struct LfoLanes: BitwiseCopyable, Sendable {
    /// Phase at the grid line, turns of 2³².
    public var phase: SIMD16<UInt32> = .zero
    /// Turns completed, from which the random shapes draw.
    public var turns: SIMD16<UInt32> = .zero
    /// How far it has faded in, 0…1.
    public var fade: SIMD16<Float> = .zero

    /// The output for the next line, −1…1.
    public var output: SIMD16<Float> = .zero

    /// At the beginning of a turn.
    public init() {}
}
