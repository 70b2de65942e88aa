import ArgumentParser

/// A number that an option takes.
protocol OptionNumber: Comparable, Sendable, LosslessStringConvertible {}

extension Int: OptionNumber {}
extension UInt8: OptionNumber {}
extension Float: OptionNumber {}
extension Double: OptionNumber {}

/// Options that are numbers, each with its range: what lies outside is a mistake in the command, and says so.
extension Option {
    /// A number that need not be given.
    init<Number: OptionNumber>(_ abstract: String, in range: ClosedRange<Number>, valueName: String) where Value == Number? {
        self.init(help: ArgumentHelp("\(abstract)", valueName: valueName), transform: { try Self.number($0, in: range) })
    }

    /// A number with a default, which the help tells.
    init(wrappedValue: Value, _ abstract: String, in range: ClosedRange<Value>, valueName: String) where Value: OptionNumber {
        precondition(range.contains(wrappedValue))
        self.init(
            wrappedValue: wrappedValue, help: ArgumentHelp("\(abstract) (default: \(wrappedValue))", valueName: valueName),
            transform: { try Self.number($0, in: range) })
    }

    /// A decimal number within `range`. Numbers in hexadecimal, infinities and what is no number are none.
    static func number<Number: OptionNumber>(_ text: String, in range: ClosedRange<Number>) throws -> Number {
        guard text.utf8.allSatisfy("0123456789+-.eE".utf8.contains), let number = Number(text), range.contains(number) else {
            let ends = [range.lowerBound, range.upperBound].map { "\($0)".hasSuffix(".0") ? "\($0)".dropLast(2) : "\($0)"[...] }
            throw ValidationError("allowed is \(ends[0]) to \(ends[1]).")
        }
        return number
    }
}
