import Glibc

/// The signals that end a program, where it has blocked them to answer them itself: a wait that they are to end asks for them.
enum PendingSignal {
    /// Whether one of them has come and was not answered yet. It stays, for who answers it.
    static var isThere: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        return [SIGINT, SIGTERM, SIGHUP].contains { sigismember(&pending, $0) == 1 }
    }
}
