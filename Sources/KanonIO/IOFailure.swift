import KanonControl

/// Something of the outside world refused. The message is a whole sentence for the player.
public struct IOFailure: Error, CustomStringConvertible, Sendable {
    /// What is wrong and, where it is known, what helps.
    public let message: String

    /// A failure with its sentence.
    public init(_ message: String) { self.message = message.printableLines }

    /// The message.
    public var description: String { message }
}
