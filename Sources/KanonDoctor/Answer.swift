/// A question of every guide to real-time sound, and what was found.
public struct Answer: Encodable, Equatable, Sendable {
    /// The question.
    public let question: String
    /// Yes, no or unknown, and why.
    public let answer: String

    static func all(_ findings: [Finding], on machine: Machine) -> [Answer] {
        func word(_ keys: String..., reversed: Bool = false) -> String {
            let asked = findings.filter { keys.contains($0.key) }
            let telling =
                asked.first { $0.verdict == .failure } ?? asked.first { $0.verdict == .warning } ?? asked.first { $0.verdict == .unknown }
            let good = telling == nil && !asked.isEmpty
            let yes = good != reversed ? "yes" : "no"
            let says = (telling ?? asked.first)?.says ?? "not looked at"
            return "\(telling?.verdict == .unknown || asked.isEmpty ? "unknown" : yes): \(says)"
        }
        return [
            Answer(question: "Is the kernel real-time?", answer: word("kernel")),
            Answer(question: "Does this process get real-time priority?", answer: word("priority-probe")),
            Answer(question: "Is JACK real-time?", answer: machine.jackAnswer),
            Answer(question: "Are the limits right?", answer: word("priority-limit", "memory-limit", "processor-time-limit")),
            Answer(question: "Do real-time threads starve the system?", answer: word("real-time-load", reversed: true)),
        ]
    }
}
