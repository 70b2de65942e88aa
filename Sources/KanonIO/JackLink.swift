/// A connection of a port of Kanon's, by the name of the other one: ports come and go, names come again.
struct JackLink: Hashable, Sendable {
    /// A port of Kanon's.
    enum Port: Int, CaseIterable, Sendable { case midi, left, right }

    let port: Port
    /// `client:port`.
    let other: String

    /// Whether sound leaves by it.
    var isOutput: Bool { port != .midi }
}
