import Glibc
import Synchronization

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
        let lateness = Lateness(count: count)
        let thread = try WorkerThread(name: "kanon-wakeup", priority: priority) {
            lateness.measure(intervalNanoseconds: Int64(intervalMicroseconds) * 1000)
        }
        thread.join()
        return Result(scheduling: thread.scheduling, lateMicroseconds: lateness.nanoseconds.map { Double($0) / 1000 })
    }

    private final class Lateness: @unchecked Sendable {
        // SAFETY: the thread writes, and is joined before anyone reads. Touched beforehand, so that no page is missing.
        private let memory: UnsafeMutableBufferPointer<Int64>

        init(count: Int) {
            memory = .allocate(capacity: count)
            memory.initialize(repeating: 0)
        }

        deinit { memory.deallocate() }

        var nanoseconds: [Int64] { Array(memory) }

        func measure(intervalNanoseconds: Int64) {
            var due = Self.now + intervalNanoseconds
            for index in memory.indices {
                var moment = timespec(tv_sec: Int(due / 1_000_000_000), tv_nsec: Int(due % 1_000_000_000))
                while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nil) == EINTR {}
                let late = Self.now - due
                memory[index] = late
                // What was missed is not made up for.
                due += intervalNanoseconds * (late / intervalNanoseconds + 1)
            }
        }

        private static var now: Int64 {
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            return Int64(now.tv_sec) * 1_000_000_000 + Int64(now.tv_nsec)
        }
    }
}
