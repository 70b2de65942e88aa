import Glibc

/// How late the kernel wakes a thread that waits for a moment: what every thread of the instrument lives with.
public enum WakeUpProbe {
    /// What was measured.
    public struct Result: Sendable {
        /// How the thread was scheduled.
        public var scheduling: Scheduling
        /// By how much each waking was late, in µs.
        public var lateMicroseconds: [Double]
    }

    /// Sleeps again and again for `intervalMicroseconds`, for `seconds`, in a thread of FIFO `priority`, or an ordinary one where
    /// that is nil or not granted.
    ///
    /// As cyclictest of the rt-tests does it: the moments are on a grid, so one late waking does not shift the next.
    public static func run(priority: Int?, intervalMicroseconds: Int, seconds: Double) throws(IOFailure) -> Result {
        let count = max(Int(seconds * 1e6) / intervalMicroseconds, 1)
        let late = JoinedBuffer<Int64>(count: count)
        let thread = try WorkerThread(name: "kanon-wakeup", priority: priority) { _ in
            measure(late.memory, intervalNanoseconds: Int64(intervalMicroseconds) * 1000)
        }
        thread.join()
        return Result(scheduling: thread.scheduling, lateMicroseconds: late.memory.map { Double($0) / 1000 })
    }

    /// Fills `late` with how late each waking was, in ns.
    private static func measure(_ late: UnsafeMutableBufferPointer<Int64>, intervalNanoseconds: Int64) {
        var due = now + intervalNanoseconds
        for index in late.indices {
            var moment = timespec(tv_sec: Int(due / 1_000_000_000), tv_nsec: Int(due % 1_000_000_000))
            while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nil) == EINTR {}
            late[index] = now - due
            // What was missed is not made up for.
            due += intervalNanoseconds * (late[index] / intervalNanoseconds + 1)
        }
    }

    private static var now: Int64 {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
    }
}
