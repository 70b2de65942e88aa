import Foundation
import KanonEngine

extension Quantity {
    /// The shortest text that reads back as exactly `value`: `-6 dB`, `25 %`, `1.2345 kHz`, `saw`.
    public func print(_ value: Float) -> String {
        if case .choice(let names) = unit { return Self.name(value, names) }
        let number = Double(value)
        let candidates = UnitNotation.printed(unit, number).compactMap { notation -> (digits: Int, text: String)? in
            for digits in 1...9 {
                let text = Self.write(notation.number(number), digits, notation.symbol)
                if Self.value(of: text, unit) == value { return (digits, text) }
            }
            return nil
        }
        // The first of the shortest: `min` keeps the earlier of equals, and the better notation stands first.
        return candidates.min { $0.digits < $1.digits }?.text ?? "\(value)"
    }

    /// `value` rounded to `digits` figures, for meters and lists: `-12 dB`, `1.23 kHz`.
    public func print(_ value: Float, digits: Int) -> String {
        if case .choice(let names) = unit { return Self.name(value, names) }
        if unit == .gain, value <= 0 { return "-inf dB" }
        let notation = UnitNotation.printed(unit, Double(value))[0]
        return Self.write(notation.number(Double(value)), digits, notation.symbol)
    }

    /// The range for messages: `20 Hz … 20 kHz`.
    public var rangeText: String {
        if case .choice(let names) = unit { return names.joined(separator: ", ") }
        let ends = [range.lowerBound, range.upperBound].map { end in
            // A level's ends in per cent: 0 has no decibels.
            unit == .gain ? Self.write(Double(end) * 100, 4, "%") : print(end)
        }
        return ends.joined(separator: " … ")
    }

    private static func name(_ value: Float, _ names: [String]) -> String {
        names[min(max(Int(value.rounded()), 0), names.count - 1)]
    }

    private static func write(_ number: Double, _ digits: Int, _ symbol: String) -> String {
        let magnitude = number == 0 ? 0 : Int(log10(abs(number)).rounded(.down))
        var text = String(format: "%.\(max(0, digits - 1 - magnitude))f", number)
        if text.contains(".") {
            while text.last == "0" { text.removeLast() }
            if text.last == "." { text.removeLast() }
        }
        if text == "-0" { text = "0" }
        return symbol.isEmpty ? text : "\(text) \(symbol)"
    }
}

extension Parameter {
    /// How values of this parameter are written.
    public var quantity: Quantity { Quantity(unit: row.unit, range: row.range) }
}
