import Glibc
import Synchronization

/// Texts on their way to a descriptor, written by a thread: who says something never waits for who reads it, be it a terminal that was
/// stopped with Ctrl-S, a pipe that is full or a disk that hangs.
///
/// The descriptor stays as it is: its flags are also those of the shell that it came from.
final class LineWriter: Sendable {
    private struct Queue {
        var texts: [[UInt8]] = []
        var waitingBytes = 0
        /// When the text that is being written was begun.
        var begin: ContinuousClock.Instant?
        var lostCount = 0
        var writtenCount = 0
        var failure: Int32 = 0
    }

    private final class Shared: Sendable {
        let descriptor: Int32
        let queue = Mutex(Queue())
        let arrival: WakeUp

        init(_ descriptor: Int32) throws(IOFailure) {
            self.descriptor = descriptor
            arrival = try WakeUp()
        }
    }

    private let shared: Shared
    // SAFETY: only ever used to end it, by one thread.
    private nonisolated(unsafe) let thread: WorkerThread

    /// As long as no more waits, some hundred lines, a text finds room, whatever its length.
    private static let greatestByteCount = 65_536
    /// A text that has waited this long counts as unsaid.
    private static let moment = Duration.seconds(1)
    /// Who takes nothing for so long is not waited for at the end.
    private static let patienceSeconds = 1.0

    init(_ descriptor: Int32) throws(IOFailure) {
        let shared = try Shared(descriptor)
        self.shared = shared
        thread = try WorkerThread(name: "kanon-talk") { Self.run(shared, until: $0) }
    }

    /// Has `bytes` written. What finds no room is lost and counted.
    func write(_ bytes: [UInt8]) {
        shared.queue.withLock {
            guard $0.waitingBytes <= Self.greatestByteCount else { return $0.lostCount += 1 }
            $0.texts.append(bytes)
            $0.waitingBytes += bytes.count
        }
        shared.arrival.signal()
    }

    /// Texts that were lost, and those that wait behind one that nobody takes.
    var unsaidCount: Int {
        shared.queue.withLock {
            let isStuck = $0.begin.map { ContinuousClock.now - $0 > Self.moment } ?? false
            return $0.lostCount + (isStuck ? $0.texts.count + 1 : 0)
        }
    }

    /// The system's number of the first failure; 0 where there was none.
    var failure: Int32 { shared.queue.withLock(\.failure) }

    /// Ends the thread when all is written; without it where nobody takes anything.
    func finish() {
        thread.askToStop()
        var before = -1
        while true {
            let now = shared.queue.withLock(\.writtenCount)
            guard now != before else { return thread.abandon() }
            before = now
            if thread.wait(seconds: Self.patienceSeconds) { return thread.join() }
        }
    }

    private static func run(_ shared: Shared, until stop: StopRequest) {
        while true {
            let isLast = stop.isMade
            while let text = next(of: shared) {
                let reason = TextStream.write(text, to: shared.descriptor)
                shared.queue.withLock {
                    $0.begin = nil
                    $0.writtenCount += 1
                    if reason != 0 { $0.lostCount += 1 }
                    if $0.failure == 0 { $0.failure = reason }
                }
            }
            if isLast { return }
            var descriptors = [stop.descriptor, shared.arrival.readable].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            _ = poll(&descriptors, 2, -1)
            shared.arrival.clear()
        }
    }

    private static func next(of shared: Shared) -> [UInt8]? {
        shared.queue.withLock {
            guard !$0.texts.isEmpty else { return nil }
            let text = $0.texts.removeFirst()
            $0.waitingBytes -= text.count
            $0.begin = .now
            return text
        }
    }
}
