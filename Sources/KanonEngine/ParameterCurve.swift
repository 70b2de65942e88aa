/// How a position of 0…1 (a knob's travel) becomes a value between two ends.
public enum ParameterCurve: UInt8, Sendable, CaseIterable, BitwiseCopyable {
    /// Equal travel, equal difference.
    case linear
    /// Equal travel, equal factor; both ends must be above zero.
    case exponential
    /// Slow at the low end: the square of the travel.
    case squared
}
