import KanonEngine

/// How the player wants presets to follow one another, whatever their files say: `tail`, `morph:2s`.
public struct ChangeRequest: Equatable, Sendable {
    /// What becomes of the notes that sound.
    public var rule: SoundChange.Rule
    /// The time that it takes; nil for the preset's own.
    public var seconds: Float?

    /// The option that holds one.
    public static let option = "--change"
    private static let rules = Quantity(
        unit: .choice(SoundChange.Rule.allCases.map(\.rawValue)), range: 0...Float(SoundChange.Rule.allCases.count - 1))

    /// A change by `rule`, within `seconds` (0 to 60) if they are given.
    public init(_ rule: SoundChange.Rule, seconds: Float? = nil) {
        self.rule = rule
        self.seconds = seconds
    }

    /// Reads a rule and, behind a colon, a time.
    public static func parse(_ text: String) throws(Diagnostics) -> ChangeRequest {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        do {
            let rule = SoundChange.Rule.allCases[Int(try rules.parse(parts[0], "the rule"))]
            return ChangeRequest(rule, seconds: parts.count > 1 ? try SoundChange.time.parse(parts[1], "the time") : nil)
        } catch {
            throw Diagnostics(.name("\(option) \(text)"), error)
        }
    }

    /// What `parse` reads.
    public var text: String { rule.rawValue + (seconds.map { ":" + SoundChange.time.print($0) } ?? "") }

    /// `change` as it is to be.
    public func applied(to change: SoundChange) -> SoundChange {
        var change = change
        change.rule = rule
        change.seconds = seconds ?? change.seconds
        return change
    }
}
