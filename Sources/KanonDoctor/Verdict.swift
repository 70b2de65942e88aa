/// What a check comes to.
public enum Verdict: String, Encodable, Sendable {
    /// Seen, and as it should be.
    case ok = "OK"
    /// Seen; sound may break under load, or come later than it could.
    case warning = "WARN"
    /// Seen; sound will break, or there will be none.
    case failure = "FAIL"
    /// Could not be seen: never OK.
    case unknown = "UNKNOWN"
}
