import CJACK
import Glibc

/// A fault that the audio callback is given on purpose, so that what follows can be tried: `burn=0.4@3` keeps one callback busy for 0.4 s,
/// 3 s after the first; `load=80` keeps every one busy for 80 % of its period.
public struct FaultInjection: Equatable, Sendable {
    /// How long one callback is kept busy, in µs.
    public var burnMicroseconds: UInt64 = 0
    /// How long after the first one, in µs.
    public var afterMicroseconds: UInt64 = 0
    /// What every callback takes at least of its period, 0…1.
    public var load = 0.0

    /// None.
    public init() {}

    /// Reads it as above; nil where that is not how it is written.
    public init?(_ text: String) {
        let parts = text.split(separator: "=", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        if parts[0] == "load", let percent = Double(parts[1]), (0...100).contains(percent) {
            load = percent / 100
            return
        }
        let seconds = parts[1].split(separator: "@").map { Double($0) ?? -1 }
        guard parts[0] == "burn", seconds.count == 2, seconds.allSatisfy({ (0...3600).contains($0) }) else { return nil }
        burnMicroseconds = UInt64(seconds[0] * 1e6)
        afterMicroseconds = UInt64(seconds[1] * 1e6)
    }

    /// Keeps the processor busy in a callback of `periodMicroseconds` that began at `begin`, if its turn has come; `first` is when the
    /// first one began.
    @_noLocks @_noAllocation
    mutating func strike(begin: UInt64, first: UInt64, periodMicroseconds: Double) {
        var until = begin + UInt64(load * periodMicroseconds)
        if burnMicroseconds > 0, begin >= first + afterMicroseconds {
            until = max(until, begin + burnMicroseconds)
            burnMicroseconds = 0
        }
        while jack_get_time() < until {}
    }
}
