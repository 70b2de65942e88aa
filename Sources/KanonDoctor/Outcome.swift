/// What a check found on one machine.
struct Outcome {
    var verdict: Verdict
    /// One sentence.
    var says: String
    var seen: [Observation] = []
    var fixes: [Fix] = []

    static func ok(_ says: String, _ seen: Observation...) -> Outcome { Outcome(verdict: .ok, says: says, seen: seen) }

    static func warning(_ says: String, _ seen: Observation..., fix: Fix? = nil) -> Outcome {
        Outcome(verdict: .warning, says: says, seen: seen, fixes: fix.map { [$0] } ?? [])
    }

    static func failure(_ says: String, _ seen: Observation..., fix: Fix? = nil) -> Outcome {
        Outcome(verdict: .failure, says: says, seen: seen, fixes: fix.map { [$0] } ?? [])
    }

    static func unknown(_ says: String, _ seen: Observation...) -> Outcome { Outcome(verdict: .unknown, says: says, seen: seen) }
}
