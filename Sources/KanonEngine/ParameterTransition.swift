/// How a parameter takes a new value while notes sound.
public enum ParameterTransition: String, CaseIterable, Sendable {
    /// It goes there in a ramp.
    case ramped
    /// The sound with the old value fades into the one with the new.
    case crossfaded
    /// Notes that sound keep what they have; those struck from now on have the new value.
    case nextNote = "next note"
}
