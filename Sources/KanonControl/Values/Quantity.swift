import Foundation
import KanonEngine

/// A unit and a range: how a value is written in files and on the command line, and read back.
public struct Quantity: Sendable {
    /// What the number counts.
    public let unit: ParameterUnit
    /// The values allowed, in the engine's own measure (hertz, seconds, linear gain …).
    public let range: ClosedRange<Float>

    /// Values of `unit` within `range`.
    public init(unit: ParameterUnit, range: ClosedRange<Float>) {
        self.unit = unit
        self.range = range
    }

    /// The value that `text` writes: `1.2 kHz`, `-6 dB`, `40 ms`, `20 %`, a bare number in the base unit, or a name.
    /// `what` stands for it in the complaint.
    func parse(_ text: String, _ what: String) throws(Complaint) -> Float {
        if case .choice(let names) = unit {
            if let index = names.firstIndex(where: { $0 == text.lowercased() }) { return Float(index) }
            throw Complaint("\(what) cannot be \(Tree.quote(text))", word: text, names: names)
        }
        guard let value = Self.value(of: text, unit) else {
            throw Complaint(
                "\(what) cannot be \(Tree.quote(text))", allowed: allowed, suggestion: correction(of: text))
        }
        if unit == .steps, value != value.rounded(), range.contains(value) {
            throw Complaint("\(what) cannot be \(Tree.quote(text))", allowed: allowed)
        }
        guard range.contains(value) else { throw Complaint("\(what) \(text) is outside \(rangeText)") }
        return value
    }

    /// What may be written, for messages: `allowed is a frequency such as 440 Hz or 1.2 kHz, 20 Hz … 20 kHz`.
    public var allowed: String {
        if case .choice(let names) = unit { return "allowed are \(names.joined(separator: ", "))" }
        return "allowed is \(UnitNotation.noun(unit)), \(rangeText)"
    }

    /// `text` with the slips put right that are common: a decimal comma, a unit misspelt.
    private func correction(of text: String) -> String? {
        let pointed = text.replacing(",", with: ".")
        if Self.value(of: pointed, unit) != nil { return pointed }
        guard let (_, suffix) = Self.split(pointed), !suffix.isEmpty else { return nil }
        let notations = UnitNotation.all(unit).map(\.symbol).filter { !$0.isEmpty }
        guard let near = Nearest.name(to: suffix, among: notations) else { return nil }
        return pointed.dropLast(suffix.count).trimmingCharacters(in: .whitespaces) + " " + near
    }

    /// The value of `text` in `unit`'s base, not yet checked against a range.
    static func value(of text: String, _ unit: ParameterUnit) -> Float? {
        if unit == .gain, text.lowercased() == "off" { return 0 }
        guard let (number, suffix) = split(text) else { return nil }
        let symbol = suffix.lowercased()
        for notation in UnitNotation.all(unit) where notation.symbol.lowercased() == symbol {
            let value = Float(notation.base(number))
            return value.isFinite ? value : nil
        }
        return nil
    }

    /// A decimal number and what follows it.
    private static func split(_ text: String) -> (Double, String)? {
        let trimmed = text.trimmingCharacters(in: .whitespaces).replacing("\u{2212}", with: "-")
        if trimmed.lowercased().hasPrefix("-inf") {
            return (-.infinity, trimmed.dropFirst(4).trimmingCharacters(in: .whitespaces))
        }
        let count = numberLength(trimmed)
        guard let number = Double(trimmed.prefix(count)), number.isFinite else { return nil }
        return (number, trimmed.dropFirst(count).trimmingCharacters(in: .whitespaces))
    }

    /// Characters of the number with which `text` begins: `[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?`. By hand, because
    /// a preset has a hundred numbers and Swift makes a regular expression anew for each.
    private static func numberLength(_ text: String) -> Int {
        var rest = text[...]
        func skip(_ characters: String, most: Int) -> Int {
            let count = rest.prefix(most).prefix { characters.contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        let digits = "0123456789"
        _ = skip("+-", most: 1)
        let whole = skip(digits, most: .max)
        let fraction = skip(".", most: 1) == 1 ? skip(digits, most: .max) : 0
        guard whole + fraction > 0 else { return 0 }
        let mantissa = rest
        if skip("eE", most: 1) == 1 {
            _ = skip("+-", most: 1)
            if skip(digits, most: .max) == 0 { rest = mantissa }
        }
        return text.count - rest.count
    }
}
