/// What a knob does after a preset change, when it is not where its parameter stands.
public enum Takeover: String, CaseIterable, Sendable, BitwiseCopyable {
    /// Nothing, until it meets or passes that place.
    case pickup
    /// It moves the parameter at once.
    case jump
    /// It moves the parameter towards the end to which it is turned, by the same share of the way that is left, until both meet.
    case scale
}
