import CJACK
import Glibc
import Synchronization

/// The clock on which events are stamped: `jack_get_time`, whichever libjack is behind it.
///
/// jackd2's may be asked only after a client was opened: before that, it jumps to address 0. Until then its own clock is read.
enum JackClock {
    private static let isReady = Atomic<Bool>(false)

    /// A client was opened.
    static func begin() { isReady.store(true, ordering: .relaxed) }

    /// µs since some moment in the past.
    static var microseconds: UInt64 {
        // Relaxed: both ways read the same clock.
        if isReady.load(ordering: .relaxed) { return jack_get_time() }
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC_RAW, &now)
        return UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
    }

    /// Whether it is CLOCK_MONOTONIC_RAW, as in jackd2, and not CLOCK_MONOTONIC, as in PipeWire's libjack: the nearer of both.
    static var isRaw: Bool {
        func distance(_ clock: clockid_t) -> UInt64 {
            var now = timespec()
            clock_gettime(clock, &now)
            let other = UInt64(now.tv_sec) * 1_000_000 + UInt64(now.tv_nsec) / 1000
            let own = microseconds
            return own > other ? own - other : other - own
        }
        return distance(CLOCK_MONOTONIC_RAW) <= distance(CLOCK_MONOTONIC)
    }
}
