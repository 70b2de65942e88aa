/// Text that may stand in a script for root: fixed words of this program, and whole numbers.
///
/// The name of a device, a file's text or a variable of the environment may hold a line of shell. So no `String` is
/// interpolated into a `ScriptText`, not even a quoted or an examined one: the compiler refuses it.
public struct ScriptText: ExpressibleByStringInterpolation, Encodable, Hashable, Sendable, CustomStringConvertible {
    /// As a shell and people read it.
    public let description: String

    /// From a literal; only the compiler calls it.
    public init(stringLiteral value: String) { description = value }

    /// From a literal with numbers and other such texts; only the compiler calls it.
    public init(stringInterpolation: StringInterpolation) { description = stringInterpolation.text }

    /// Collects a literal and what it is interpolated with.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var text = ""

        /// Makes room.
        public init(literalCapacity: Int, interpolationCount: Int) { text.reserveCapacity(literalCapacity) }

        /// Adds a piece of the literal.
        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// Adds a number.
        public mutating func appendInterpolation(_ number: Int) { text += "\(number)" }

        /// Adds a text that is allowed already.
        public mutating func appendInterpolation(_ text: ScriptText) { self.text += text.description }
    }

    /// The text without `words`, wherever they stand.
    public func without(_ words: ScriptText) -> ScriptText { ScriptText(stringLiteral: description.replacing(words.description, with: "")) }

    /// A single string, as programs read it.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Sequence<ScriptText> {
    /// The texts one after the other.
    public func joined(separator: ScriptText) -> ScriptText {
        let texts = Array(self)
        return texts.dropFirst().reduce(texts.first ?? "") { "\($0)\(separator)\($1)" }
    }
}
