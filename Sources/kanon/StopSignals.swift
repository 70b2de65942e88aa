import Glibc

/// The signals that end a performance in good order. They are blocked and asked for, so that no thread is interrupted.
struct StopSignals {
    private var set = sigset_t()

    /// Blocks them for this thread and every thread it starts.
    init() {
        sigemptyset(&set)
        for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Waits up to `milliseconds`; true when one of them came.
    func wait(milliseconds: Int) -> Bool { next(milliseconds: milliseconds) != nil }

    /// Waits up to `milliseconds` for one of them and answers it; nil where none came.
    func next(milliseconds: Int) -> Int32? {
        var timeout = timespec(tv_sec: milliseconds / 1000, tv_nsec: milliseconds % 1000 * 1_000_000)
        var set = set
        let signal = sigtimedwait(&set, nil, &timeout)
        return signal > 0 ? signal : nil
    }
}
