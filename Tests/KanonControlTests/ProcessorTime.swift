import Foundation

/// What work costs on this thread's processor, which other programs hardly change.
enum ProcessorTime {
    /// How many times `much` costs what `little` does, the least of three runs of each.
    static func ratio(of much: () -> Void, to little: () -> Void) -> Double {
        func least(_ work: () -> Void) -> Double { (0..<3).map { _ in seconds(work) }.min()! }
        return least(much) / max(least(little), 1e-6)
    }

    private static func seconds(_ work: () -> Void) -> Double {
        let begin = now
        work()
        return now - begin
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
