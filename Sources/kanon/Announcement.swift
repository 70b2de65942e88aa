/// A line for the player about something that may change faster than can be read: the first at once, then the newest four
/// times a second.
struct Announcement {
    private var text: String?
    private var lastTime: ContinuousClock.Instant?

    private static let pause = Duration.milliseconds(250)

    /// This is to be said instead of what has not been said yet.
    mutating func set(_ text: String) { self.text = text }

    /// What is to be said now.
    mutating func next(at now: ContinuousClock.Instant) -> String? {
        guard let text else { return nil }
        if let lastTime, now < lastTime + Self.pause { return nil }
        self.text = nil
        lastTime = now
        return text
    }
}
