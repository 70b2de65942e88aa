import Glibc
import Synchronization

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
    /// Between two wake-ups, in ns.
    private static let intervalNanoseconds = 1_000_000

    /// Figures from elsewhere.
    public init(scheduling: Scheduling, counts: [Int], maximumMicroseconds: Int) {
        self.scheduling = scheduling
        self.counts = counts
        self.maximumMicroseconds = maximumMicroseconds
    }

    /// Wakes a thread every millisecond for so long, at `priority` where that is granted. The calling thread waits.
    public init(seconds: Double, priority: Int) throws(IOFailure) {
        let wakeUps = max(Int(seconds * 1000), 1)
        let memory = UnsafeMutableBufferPointer<Int>.allocate(capacity: Self.greatestCounted + 1)
        memory.initialize(repeating: 0)
        defer { memory.deallocate() }
        mlock(memory.baseAddress!, memory.count * MemoryLayout<Int>.stride)
        defer { munlock(memory.baseAddress!, memory.count * MemoryLayout<Int>.stride) }
        // SAFETY: the thread alone has the memory until it is joined.
        nonisolated(unsafe) let shared = memory
        let latest = Latest()
        let thread = try WorkerThread(name: "kanon-wake", priority: priority) {
            latest.microseconds.store(Self.measure(wakeUps, into: shared), ordering: .relaxed)
        }
        thread.join()
        scheduling = thread.scheduling
        counts = Array(memory)
        maximumMicroseconds = latest.microseconds.load(ordering: .relaxed)
    }

    private final class Latest: Sendable {
        let microseconds = Atomic<Int>(0)
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

    /// Returns the latest, in µs.
    private static func measure(_ wakeUps: Int, into counts: UnsafeMutableBufferPointer<Int>) -> Int {
        var latest = 0
        var due = timespec()
        clock_gettime(CLOCK_MONOTONIC, &due)
        for _ in 0..<wakeUps {
            due.tv_nsec += intervalNanoseconds
            if due.tv_nsec >= 1_000_000_000 {
                due.tv_nsec -= 1_000_000_000
                due.tv_sec += 1
            }
            while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, nil) == EINTR {}
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            let late = ((now.tv_sec - due.tv_sec) * 1_000_000_000 + now.tv_nsec - due.tv_nsec) / 1000
            latest = max(latest, late)
            counts[min(max(late, 0), greatestCounted)] += 1
            // What was missed is one wake-up that was late, not many.
            if late >= 1000 { due = now }
        }
        return latest
    }
}
