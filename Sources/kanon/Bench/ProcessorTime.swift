import Glibc

/// Time that the calling thread has spent on a processor: what others do on the machine hardly counts.
enum ProcessorTime {
    /// Nanoseconds so far.
    static var nanoseconds: Double {
        var now = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now)
        return Double(now.tv_sec) * 1e9 + Double(now.tv_nsec)
    }

    /// What it costs to ask, in nanoseconds.
    static let asking = (0..<100).map { _ in -nanoseconds + nanoseconds }.min() ?? 0

    /// The nanoseconds that `work` takes.
    static func of(_ work: () -> Void) -> Double {
        let begin = nanoseconds
        work()
        return max(nanoseconds - begin - asking, 0)
    }

    /// The least of `rounds` tries, in nanoseconds a unit: the one that was disturbed least.
    static func least(of rounds: Int, units: Int, _ work: () -> Void) -> Double {
        (0..<rounds).map { _ in of(work) / Double(units) }.min() ?? .infinity
    }
}
