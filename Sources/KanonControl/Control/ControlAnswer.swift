import Foundation

/// What a running instance answers: one line of JSON.
public struct ControlAnswer: Codable, Equatable, Sendable {
    /// Whether it was done.
    public var ok: Bool
    /// What was done, for people.
    public var message: String?
    /// Why it was not done.
    public var error: String?
    /// What plays, where it was asked for.
    public var status: ControlStatus?

    /// It was done.
    public static func done(_ message: String) -> ControlAnswer { ControlAnswer(ok: true, message: message) }

    /// It was not done.
    public static func refused(_ error: String) -> ControlAnswer { ControlAnswer(ok: false, error: error) }

    /// What plays.
    public static func status(_ status: ControlStatus) -> ControlAnswer { ControlAnswer(ok: true, status: status) }

    /// Reads a line; nil where it is no answer.
    public static func parse(_ line: [UInt8]) -> ControlAnswer? { try? JSONDecoder().decode(ControlAnswer.self, from: Data(line)) }
}

/// Lines of JSON, the keys sorted.
public enum ControlLine {
    /// `value` as one line, without its end.
    public static func bytes(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Requests and answers hold texts and finite numbers, which can always be written.
        guard let data = try? encoder.encode(value) else { preconditionFailure("A line of JSON could not be written.") }
        return Array(String(decoding: data, as: UTF8.self).printableJSON.utf8)
    }
}
