import CRealtime
import Glibc
import Synchronization

/// The limit of an end: a thread, made when there still are threads to be had, that ends the program where its end does not come, or where
/// a second signal asks for it.
public final class EndWatch {
    private let shared = Shared()
    private let thread: WorkerThread

    private struct Limit {
        var deadline: ContinuousClock.Instant
        var what: String
        var lastWords: String
    }

    private final class Shared: Sendable {
        let limit = Mutex<Limit?>(nil)
    }

    /// How long an end may take without progress.
    public static let patienceSeconds = 5.0
    private static let pauseMilliseconds: Int32 = 50

    /// Waits for an end. The signals that are asked for are blocked by every thread.
    public init() throws(IOFailure) {
        thread = try WorkerThread(name: "kanon-end") { [shared] stop in
            while !stop.wait(milliseconds: Self.pauseMilliseconds) { Self.look(at: shared) }
        }
    }

    /// A part of the end begins that waits for `what`, such as "JACK server". If it takes longer than the limit, or a signal comes, that and
    /// `lastWords` are said and the program ends with 1.
    public func begin(waitingFor what: String, lastWords: String = "") {
        shared.limit.withLock { $0 = Limit(deadline: .now + .seconds(Self.patienceSeconds), what: what, lastWords: lastWords) }
    }

    /// What comes now ends by itself.
    public func pause() { shared.limit.withLock { $0 = nil } }

    private static func look(at shared: Shared) {
        guard let limit = shared.limit.withLock({ $0 }) else { return }
        let isLate = ContinuousClock.now > limit.deadline
        guard isLate || PendingSignal.isThere else { return }
        let reason =
            isLate
            ? "The \(limit.what) does not answer; Kanon ends without it." : "Kanon ends at once, without waiting for the \(limit.what)."
        TextStream.talk.put("\(reason) \(limit.lastWords)\n")
        TextStream.talk.finish()
        kanon_terminal_restore()
        _exit(EXIT_FAILURE)
    }
}
