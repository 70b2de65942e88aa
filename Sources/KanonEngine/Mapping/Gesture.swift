/// How what a controller sends moves a parameter.
public enum Gesture: Sendable, Hashable, BitwiseCopyable {
    /// It says where the parameter stands.
    case absolute
    /// It says by how much the parameter moves from where it stands.
    case relative(RelativeEncoding)
    /// Each press goes to the other end.
    case toggle
    /// The high end while it is pressed, the low one when it is let go.
    case momentary
    /// Each press goes a step further, and from the end to the beginning.
    case step

    /// Whether it counts from where the parameter stands, or is a press: then there is nothing to take over.
    var isAbsolute: Bool {
        @_noLocks @_noAllocation get {
            if case .absolute = self { true } else { false }
        }
    }
}
