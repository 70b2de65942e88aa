/// What all voices share of one low-frequency oscillator, for one cell.
public struct LfoControl: BitwiseCopyable, Sendable {
    /// The shapes.
    public enum Shape {
        /// A sine.
        @inlinable public static var sine: Int32 { 0 }
        /// Straight up and down.
        @inlinable public static var triangle: Int32 { 1 }
        /// Up, then down at once.
        @inlinable public static var saw: Int32 { 2 }
        /// Up for half a turn, down for the other.
        @inlinable public static var square: Int32 { 3 }
        /// Another height with every turn.
        @inlinable public static var steps: Int32 { 4 }
        /// From height to height, smoothly.
        @inlinable public static var drift: Int32 { 5 }
    }

    /// One of `Shape`.
    public var shape: Int32 = 0
    /// Whether every note begins a turn; otherwise all share one phase.
    public var isKeySynced = false
    /// Whether anything takes its output.
    public var isUsed = false
    /// Phase per cell, turns of 2³².
    public var increment: UInt32 = 0
    /// The phase that notes share which do not begin a turn.
    public var phase: UInt32 = 0
    /// Turns completed by the shared phase.
    public var turns: UInt32 = 0
    /// Growth of the output a cell while it fades in.
    public var fadeStep: Float = 1

    /// A sine that stands still.
    public init() {}
}
