/// How late a thread wakes from a timer, at the priority at which it shall play (after cyclictest, T. Gleixner, 2005).
public struct WakeUpTest: Equatable, Sendable {
    /// How the thread was scheduled.
    public var scheduling: Scheduling
    /// How often it was so many µs late; the last counts all that were later.
    public var counts: [Int]
    /// The latest, in µs.
    public var maximumMicroseconds: Int

    /// The longest lateness that is counted by itself, in µs.
    public static let greatestCounted = 10_000
    /// Between two wake-ups, in µs.
    private static let intervalMicroseconds = 1000

    /// Figures from elsewhere.
    public init(scheduling: Scheduling, counts: [Int], maximumMicroseconds: Int) {
        self.scheduling = scheduling
        self.counts = counts
        self.maximumMicroseconds = maximumMicroseconds
    }

    /// Wakes a thread every millisecond for so long, at `priority` where that is granted. The calling thread waits.
    public init(seconds: Double, priority: Int) throws(IOFailure) {
        let result = try WakeUpProbe.run(priority: priority, intervalMicroseconds: Self.intervalMicroseconds, seconds: seconds)
        scheduling = result.scheduling
        counts = [Int](repeating: 0, count: Self.greatestCounted + 1)
        for late in result.lateMicroseconds { counts[min(max(Int(late), 0), Self.greatestCounted)] += 1 }
        maximumMicroseconds = Int(result.lateMicroseconds.max() ?? 0)
    }

    /// The lateness that this share of the wake-ups, 0…1, does not exceed, in µs.
    public func percentile(_ share: Double) -> Int {
        let wanted = Int((share * Double(counts.reduce(0, +))).rounded(.up))
        var sum = 0
        for (microseconds, count) in counts.enumerated() {
            sum += count
            if sum >= wanted { return microseconds == Self.greatestCounted ? maximumMicroseconds : microseconds }
        }
        return maximumMicroseconds
    }
}
