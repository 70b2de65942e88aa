/// How a preset takes over while notes are held.
public struct PresetChange: Sendable, Hashable {
    /// What happens to the notes that sound.
    public enum Rule: String, Sendable, CaseIterable {
        /// They glide to the new sound.
        case morph
        /// They end on the old sound.
        case tail
        /// They stop.
        case cut
    }

    /// What happens to the notes that sound.
    public var rule: Rule
    /// How long the change takes.
    public var seconds: Float

    /// Where a preset says nothing: a glide, too short to be heard as one and too long to click.
    public static let standard = PresetChange(rule: .morph, seconds: 0.04)

    /// A change by `rule` within `seconds`.
    public init(rule: Rule, seconds: Float) {
        self.rule = rule
        self.seconds = seconds
    }
}
