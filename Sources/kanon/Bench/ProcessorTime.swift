import Glibc

/// Time that the calling thread has spent on a processor: what others do on the machine hardly counts.
enum ProcessorTime {
    /// Nanoseconds so far.
    static var nanoseconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return Double(now.tv_sec) * 1e9 + Double(now.tv_nsec)
    }

    /// The least time that `work` took, in nanoseconds a unit, of `rounds` tries: the one that was disturbed least.
    static func least(of rounds: Int, units: Int, _ work: () -> Void) -> Double {
        (0..<rounds).map { _ in
            let begin = nanoseconds
            work()
            return (nanoseconds - begin) / Double(units)
        }
        .min() ?? .infinity
    }
}
