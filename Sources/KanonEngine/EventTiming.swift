/// Where in a block an event is played that came while the block before it sounded.
public enum EventTiming: String, CaseIterable, Sendable {
    /// One block after it came, to the frame: always as late.
    case steady
    /// At the begin of the next block: up to a block sooner, and by so much uneven.
    case asap
}
