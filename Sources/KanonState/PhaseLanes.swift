/// Phases of 16 voices at the last grid line and how they move from there.
///
/// Frame k of a cell has phase `phase &+ k·increment &+ ramp·k(k−1)/2` (turns of 2³², wrapping), so any frame is a function
/// of the state at the line, and a cell that a note splits can be evaluated again with the same result.
public struct PhaseLanes: BitwiseCopyable, Sendable {
    /// Phase at the grid line. Nothing resets it, unless the preset asks for that at the start of a note.
    public var phase: SIMD16<UInt32> = .zero
    /// Phase per frame at the grid line.
    public var increment: SIMD16<UInt32> = .zero
    /// Change of the increment per frame.
    public var ramp: SIMD16<Int32> = .zero

    /// At phase zero.
    public init() {}
}
