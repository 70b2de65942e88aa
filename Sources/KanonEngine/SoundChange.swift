/// How one preset follows another while notes sound.
public struct SoundChange: Sendable, Equatable {
    /// What becomes of the notes that sound.
    public enum Rule: String, CaseIterable, Sendable {
        /// They turn into the new preset: what is continuous glides, the rest crossfades.
        case morph
        /// They end as they are; new notes play the new preset.
        case tail
        /// They fade out within 5 ms; keys that are held sound again when they are struck again.
        case cut
    }

    /// What becomes of the notes that sound.
    public var rule = Rule.morph
    /// The time that a morph takes, and the effects under every rule; 0…`longestSeconds`.
    public var seconds: Float = 0.04

    /// The longest morph.
    public static let longestSeconds: Float = 60

    /// A morph of 40 ms.
    public init() {}
}
