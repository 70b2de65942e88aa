import Glibc
import Synchronization

/// The signals that end a program, where it has blocked them to answer them itself: a wait that they are to end asks for them.
enum PendingSignal {
    /// Relaxed: it stands for itself.
    private static let isForEnd = Atomic<Bool>(false)

    private static let all = [SIGINT, SIGTERM, SIGHUP]

    /// Whether one of them has come and was not answered yet. It stays, for who answers it. Never during the end, which has a limit of its own.
    static var isThere: Bool {
        guard !isForEnd.load(ordering: .relaxed) else { return false }
        var pending = sigset_t()
        sigpending(&pending)
        return all.contains { sigismember(&pending, $0) == 1 }
    }

    /// Leaves those that come from now on to the `EndWatch`.
    static func leaveToEnd() { isForEnd.store(true, ordering: .relaxed) }

    /// Answers one that has come; nil where there is none.
    static func take() -> Int32? {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in all { sigaddset(&set, signal) }
        var none = timespec()
        let signal = sigtimedwait(&set, nil, &none)
        return signal > 0 ? signal : nil
    }
}
