import Foundation
import KanonEngine

/// A knob's travel on the control thread, by the same formulas as the engine's.
extension ParameterCurve {
    /// The names of the curves in files, in the order of the cases.
    static let names = ["linear", "exp", "squared"]

    /// The name in files.
    public var name: String { Self.names[Int(rawValue)] }

    /// The value at `position` (0…1) between two ends; with the greater one first the knob is inverted.
    func travel(_ position: Float, from low: Float, to high: Float) -> Float {
        if position <= 0 { return low }
        if position >= 1 { return high }
        return switch self {
        case .linear: low + (high - low) * position
        case .exponential: low * pow(high / low, position)
        case .squared: low + (high - low) * (low > high ? (2 - position) * position : position * position)
        }
    }

    /// The position (0…1) at which `travel` passes `value`; the nearer end for a value outside.
    func position(of value: Float, from low: Float, to high: Float) -> Float {
        guard low != high else { return 0 }
        let clamped = min(max(value, min(low, high)), max(low, high))
        let share = (clamped - low) / (high - low)
        return switch self {
        case .linear: share
        case .exponential: log(clamped / low) / log(high / low)
        case .squared: low > high ? 1 - (1 - share).squareRoot() : share.squareRoot()
        }
    }
}
