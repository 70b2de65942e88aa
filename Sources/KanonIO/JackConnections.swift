/// Where Kanon's two outputs are connected when it starts to play. Its MIDI input is never connected by itself: a bridged
/// keyboard would play twice.
public enum JackConnections: Equatable, Sendable {
    /// The first two physical playback ports; both outputs to the one there is on a mono card.
    case physical
    /// Every audio input whose name matches this regular expression: left, right, left, right …
    case matching(String)
    /// Nothing; the player connects them.
    case none

    /// From the value of `--connect`.
    public init(option: String?) {
        switch option {
        case nil: self = .physical
        case "none": self = .none
        case .some(let pattern): self = .matching(pattern)
        }
    }
}
