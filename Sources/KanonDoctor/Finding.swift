import KanonIO

/// What was found about one thing.
public struct Finding: Encodable, Sendable {
    /// A file that was looked at, and its value, `missing`, or why it could not be read.
    public struct Sight: Encodable, Sendable {
        /// The file.
        public let path: String
        /// What was seen.
        public let value: String
    }

    /// The check's name for programs.
    public let key: String
    /// The check's name for people.
    public let title: ScriptText
    /// What it comes to.
    public let verdict: Verdict
    /// What was found, in one sentence.
    public let says: String
    /// Where it was seen.
    public let seen: [Sight]
    /// Why it matters to sound.
    public let why: String
    /// What mends it here.
    public let fixes: [Fix]
    /// Whether it makes the exit status 1: a warning, or something that should be known and is not.
    public let isWarning: Bool

    init(_ check: Check, on machine: Machine) {
        let outcome = check.examine(machine)
        key = check.key
        title = check.title
        why = check.why
        verdict = outcome.verdict
        says = outcome.says
        seen = outcome.seen.map { Sight(path: $0.path, value: $0.text) }
        fixes = outcome.fixes.map { machine.isRoot ? $0.withoutSudo : $0 }
        isWarning = outcome.verdict == .warning || outcome.verdict == .unknown && check.mustBeKnown
    }
}
