import CRealtime
import Glibc
import Synchronization

/// A thread above the audio thread that looks whether a callback ends, by the time for which it used the processor.
///
/// The kernel's own limit (`RunawayRecovery`) counts ticks that find the thread running. Three blocks of 64 frames at 48 kHz are as long
/// as a tick of 4 ms: where one falls into the server's own work, so may all that follow, and nothing is counted. And for short blocks it
/// comes late: by its source, jackd tells itself of every late block through a socket that does not wait and takes a part of a message
/// when it is full (`JackSocketServerNotifyChannel.cpp`), which after some dozens it may be.
final class RunawayWatch {
    private let shared: Shared
    private let thread: WorkerThread

    private final class Shared: Sendable {
        let limitMicroseconds: Atomic<UInt32>
        init(_ limitMicroseconds: UInt32) { self.limitMicroseconds = Atomic(limitMicroseconds) }
    }

    /// Looks, with a FIFO `priority` above the audio thread's, for as long as it is there.
    init(priority: Int, periodSeconds: Double) throws(IOFailure) {
        let shared = Shared(Self.limitMicroseconds(periodSeconds))
        self.shared = shared
        thread = try WorkerThread(name: "kanon-watch", priority: priority) { stop in
            while !stop.isMade {
                let limit = shared.limitMicroseconds.load(ordering: .relaxed)
                usleep(min(limit / 4, 12_500))
                kanon_runaway_look(UInt64(limit) * 1_000)
            }
        }
    }

    /// Blocks are of another length now.
    func setPeriod(seconds: Double) { shared.limitMicroseconds.store(Self.limitMicroseconds(seconds), ordering: .relaxed) }

    /// Thirty blocks, but no less than 10 ms, no more than 40, and two blocks where they are longer.
    private static func limitMicroseconds(_ periodSeconds: Double) -> UInt32 {
        let seconds = max(min(max(30 * periodSeconds, 0.01), 0.04), 2 * periodSeconds)
        return UInt32(1e6 * seconds)
    }
}
