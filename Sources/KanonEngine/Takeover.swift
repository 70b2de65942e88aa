/// What a knob does after a preset change, when it is not where its parameter stands.
public enum Takeover: String, CaseIterable, Sendable, BitwiseCopyable {
    /// Nothing, until it meets or passes that place.
    case pickup
    /// It moves the parameter at once.
    case jump
}
