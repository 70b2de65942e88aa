import Foundation

/// Messages that come again and again by themselves, clock ticks or active sensing, of which only the sum is told.
public struct RegularStream: Sendable, Encodable {
    /// Messages since the last line.
    public private(set) var count = 0
    /// Between two of them, in ms.
    public private(set) var meanMilliseconds = 0.0
    /// The shortest time between two.
    public private(set) var leastMilliseconds = 0.0
    /// The longest.
    public private(set) var greatestMilliseconds = 0.0
    /// The standard deviation.
    public private(set) var deviationMilliseconds = 0.0

    private enum CodingKeys: CodingKey { case count, meanMilliseconds, leastMilliseconds, greatestMilliseconds, deviationMilliseconds }

    private var last: UInt64?
    private var intervals = 0
    private var squares = 0.0

    /// Beyond this the stream has begun anew.
    private static let longestPauseMicroseconds: UInt64 = 1_000_000

    /// Nothing came yet.
    public init() {}

    /// One came at `time`, in µs.
    public mutating func add(at time: UInt64) {
        count += 1
        defer { last = time }
        guard let last, time >= last, time - last < Self.longestPauseMicroseconds else { return }
        let interval = Double(time - last) / 1000
        leastMilliseconds = intervals == 0 ? interval : min(leastMilliseconds, interval)
        greatestMilliseconds = max(greatestMilliseconds, interval)
        // The mean and the sum of squares as they go. Source: B. P. Welford, Technometrics 4(3), 1962.
        intervals += 1
        let before = meanMilliseconds
        meanMilliseconds += (interval - before) / Double(intervals)
        squares += (interval - before) * (interval - meanMilliseconds)
        deviationMilliseconds = (squares / Double(intervals)).squareRoot()
    }

    /// A line was written: what follows counts anew, the next interval begins with the last message.
    public mutating func restart() {
        var next = RegularStream()
        next.last = last
        self = next
    }

    /// For the player; `ticks` a quarter note give a tempo.
    public func text(_ name: String, ticks: Int? = nil) -> String {
        var text = "\(name): \(count)"
        guard intervals > 0 else { return text }
        text += String(
            format: ", every %.3f ms (%.3f … %.3f, deviation %.3f)", meanMilliseconds, leastMilliseconds, greatestMilliseconds,
            deviationMilliseconds)
        if let ticks, meanMilliseconds > 0 { text += String(format: ", %.2f bpm", 60_000 / (meanMilliseconds * Double(ticks))) }
        return text
    }
}
