/// One oscillator of the 16 voices of a group: phases at the last grid line and how they move from there.
///
/// Frame k of a cell has phase `phase &+ k·increment &+ ramp·k(k−1)/2` (turns of 2³², wrapping), so any frame is a function
/// of the state at the line, and a cell that a note splits can be evaluated again with the same result.
public struct OscillatorLanes: BitwiseCopyable, Sendable {
    /// Phase at the grid line. Nothing ever resets it.
    public var phase: SIMD16<UInt32> = .zero
    /// Phase per frame at the grid line.
    public var increment: SIMD16<UInt32> = .zero
    /// Change of the increment per frame.
    public var ramp: SIMD16<Int32> = .zero
    /// The same three of the vortex's modulator.
    public var modulatorPhase: SIMD16<UInt32> = .zero
    /// Modulator phase per frame at the grid line.
    public var modulatorIncrement: SIMD16<UInt32> = .zero
    /// Change of the modulator's increment per frame.
    public var modulatorRamp: SIMD16<Int32> = .zero
    /// Phase of the sweep of the vortex's depth.
    public var morphPhase: SIMD16<UInt32> = .zero
    /// Depth of phase modulation at the grid line, in turns.
    public var depth: SIMD16<Float> = .zero
    /// Change of the depth per frame.
    public var depthStep: SIMD16<Float> = .zero

    /// Oscillators at phase zero.
    public init() {}
}
