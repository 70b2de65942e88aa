import KanonIO

/// A row of the histogram of wake-ups.
public struct WakeUpBin: Encodable, Equatable, Sendable {
    /// At least so late, in µs.
    public let fromMicroseconds: Int
    /// How many.
    public let count: Int

    /// Rows whose bounds double, down to the last that is not empty.
    static func bins(of test: WakeUpTest) -> [WakeUpBin] {
        var bins: [WakeUpBin] = []
        var from = 0
        var to = 1
        while from < test.counts.count {
            bins.append(WakeUpBin(fromMicroseconds: from, count: test.counts[from..<min(to, test.counts.count)].reduce(0, +)))
            (from, to) = (to, to * 2)
        }
        return bins.reversed().drop { $0.count == 0 }.reversed()
    }
}
