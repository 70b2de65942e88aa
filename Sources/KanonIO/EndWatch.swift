import CRealtime
import Glibc
import Synchronization

/// The limit of an end: a thread, made when there still are threads to be had, that ends the program where its end does not come, or where
/// another signal asks for it.
public final class EndWatch {
    private let state: State
    private let thread: WorkerThread

    /// What an end waits for.
    public enum Part: Sendable {
        case sound, midi, server

        /// A sentence for the case that it does not come.
        public var late: String {
            switch self {
            case .sound: "The sound does not fade out; Kanon ends without waiting for it."
            case .midi: "The MIDI thread does not answer; Kanon ends without it."
            case .server: "The JACK server does not answer; Kanon ends without it."
            }
        }

        var interrupted: String {
            switch self {
            case .sound: "Kanon ends at once, without waiting for the sound to fade out."
            case .midi: "Kanon ends at once, without waiting for the MIDI thread."
            case .server: "Kanon ends at once, without waiting for the JACK server."
            }
        }
    }

    private struct Limit {
        var deadline: ContinuousClock.Instant
        var part: Part
        var lastWords: String
    }

    private final class State: Sendable {
        let requests = Mutex<EndRequests?>(nil)
        let limit = Mutex<Limit?>(nil)
        /// Relaxed: it stands for itself.
        let isImpatient = Atomic<Bool>(false)
    }

    /// How long an end may take without progress.
    public static let patienceSeconds = 5.0
    private static let pauseMilliseconds: Int32 = 50

    /// Waits for an end. The signals that are asked for are blocked by every thread.
    public init() throws(IOFailure) {
        let state = State()
        self.state = state
        thread = try WorkerThread(name: "kanon-end") { stop in
            while !stop.wait(milliseconds: Self.pauseMilliseconds) { Self.look(at: state) }
        }
    }

    /// The end begins, by `signal` if it was one. Those that come from now on are the watch's: `EndRequests`.
    public func begin(after signal: Int32?) {
        state.requests.withLock { $0 = EndRequests(after: signal, at: .now) }
        PendingSignal.leaveToEnd()
    }

    /// A part of the end begins. If it takes longer than the limit, or a signal asks for an end at once, that and `lastWords` are said and the
    /// program ends with 1.
    public func wait(for part: Part, lastWords: String) {
        state.limit.withLock { $0 = Limit(deadline: .now + .seconds(Self.patienceSeconds), part: part, lastWords: lastWords) }
    }

    /// The next part of the end has a limit of its own, and asks `takeRequest`.
    public func pause() { state.limit.withLock { $0 = nil } }

    /// Whether a signal has asked for an end at once since the last call.
    public func takeRequest() -> Bool { state.isImpatient.exchange(false, ordering: .relaxed) }

    private static func look(at state: State) {
        state.requests.withLock { requests in
            guard requests != nil else { return }
            while let signal = PendingSignal.take() {
                if requests?.isImpatient(signal, at: .now) == true { state.isImpatient.store(true, ordering: .relaxed) }
            }
        }
        guard let limit = state.limit.withLock({ $0 }) else { return }
        let isLate = ContinuousClock.now > limit.deadline
        guard isLate || state.isImpatient.load(ordering: .relaxed) else { return }
        let words = [isLate ? limit.part.late : limit.part.interrupted, limit.lastWords]
        TextStream.talk.put(words.joined(separator: " ") + "\n")
        TextStream.talk.finish()
        kanon_terminal_restore()
        _exit(EXIT_FAILURE)
    }
}
