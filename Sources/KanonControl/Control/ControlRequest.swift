import Foundation

/// A command on its way to a running instance: one line of JSON.
public struct ControlRequest: Codable, Equatable, Sendable {
    /// The first word.
    public var command: String
    /// The words that follow it.
    public var arguments: [String]?

    /// A request for `command`.
    public init(_ command: ControlCommand) {
        self.command = command.words[0]
        arguments = command.words.count > 1 ? Array(command.words.dropFirst()) : nil
    }

    /// Reads a line.
    public static func parse(_ line: [UInt8]) throws(Diagnostics) -> ControlRequest {
        do {
            return try JSONDecoder().decode(ControlRequest.self, from: Data(line))
        } catch {
            throw Diagnostics(
                .name("request"), problem(error), allowed: "write one object a line, like {\"command\":\"preset\",\"arguments\":[\"next\"]}"
            )
        }
    }

    /// The command, where the words make one.
    public func read() throws(Diagnostics) -> ControlCommand { try ControlCommand.parse([command] + (arguments ?? [])) }

    private static func problem(_ error: any Error) -> String {
        switch error as? DecodingError {
        case .keyNotFound(let key, _): "there is no \(Tree.quote(key.stringValue))"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            context.codingPath.first.map { "\(Tree.quote($0.stringValue)) is of the wrong kind" } ?? "this is not a JSON object"
        default: "this is not JSON"
        }
    }
}
