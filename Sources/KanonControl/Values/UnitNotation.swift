import Foundation
import KanonEngine

/// One way to write a unit: `kHz` for hertz.
struct UnitNotation {
    /// What follows the number; empty for a bare one.
    let symbol: String
    /// The engine's measure of a number so written.
    let base: @Sendable (Double) -> Double
    /// The number that writes the engine's measure.
    let number: @Sendable (Double) -> Double

    private init(_ symbol: String, _ factor: Double) {
        self.symbol = symbol
        base = { $0 * factor }
        number = { $0 / factor }
    }

    private init(
        _ symbol: String, base: @escaping @Sendable (Double) -> Double, number: @escaping @Sendable (Double) -> Double
    ) {
        self.symbol = symbol
        self.base = base
        self.number = number
    }

    private static let decibels = UnitNotation("dB", base: { pow(10, $0 / 20) }, number: { 20 * log10($0) })

    /// Every way to write `unit` that is understood; a bare number is the base unit's.
    static func all(_ unit: ParameterUnit) -> [UnitNotation] {
        let bare = UnitNotation("", 1)
        return switch unit {
        case .hertz: [bare, .init("Hz", 1), .init("kHz", 1000)]
        case .seconds: [bare, .init("s", 1), .init("ms", 0.001), .init("us", 1e-6), .init("µs", 1e-6)]
        case .gain: [bare, decibels, .init("%", 0.01)]
        case .share: [bare, .init("%", 0.01)]
        case .cents: [bare, .init("ct", 1), .init("st", 100), .init("oct", 1200)]
        case .semitones: [bare, .init("st", 1), .init("ct", 0.01), .init("oct", 12)]
        case .octaves: [bare, .init("oct", 1), .init("st", 1.0 / 12), .init("ct", 1.0 / 1200)]
        case .radians: [bare, .init("rad", 1)]
        case .tempo: [bare, .init("bpm", 1)]
        case .decibels: [bare, .init("dB", 1)]
        case .ratio, .beats, .steps: [bare]
        case .choice: []
        }
    }

    /// How `value` of `unit` is printed, the best way first.
    static func printed(_ unit: ParameterUnit, _ value: Double) -> [UnitNotation] {
        switch unit {
        case .hertz: [abs(value) < 1000 ? .init("Hz", 1) : .init("kHz", 1000)]
        case .seconds: [abs(value) < 1 ? .init("ms", 0.001) : .init("s", 1)]
        case .gain: value > 0 ? [decibels, .init("%", 0.01)] : [.init("%", 0.01)]
        case .share: [.init("%", 0.01)]
        case .cents: [.init("ct", 1)]
        case .semitones: [.init("st", 1)]
        case .octaves: [.init("oct", 1)]
        case .tempo: [.init("bpm", 1)]
        case .decibels: [.init("dB", 1)]
        case .ratio, .radians, .beats, .steps, .choice: [.init("", 1)]
        }
    }

    /// What a value of `unit` is, with an example.
    static func noun(_ unit: ParameterUnit) -> String {
        switch unit {
        case .hertz: "a frequency such as 440 Hz or 1.2 kHz"
        case .seconds: "a time such as 40 ms or 1.4 s"
        case .gain: "a level such as -6 dB or 50 %"
        case .share: "a share such as 20 %"
        case .cents: "an interval such as 12 ct"
        case .semitones: "an interval such as 7 st"
        case .octaves: "an interval such as 2 oct"
        case .ratio: "a factor such as 1.618"
        case .radians: "a number such as 12"
        case .tempo: "a tempo such as 96 bpm"
        case .beats: "a number of beats such as 0.75"
        case .decibels: "a gain such as 12 dB"
        case .steps: "a whole number"
        case .choice(let names): "one of \(names.joined(separator: ", "))"
        }
    }
}
