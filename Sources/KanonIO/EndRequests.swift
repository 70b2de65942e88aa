import Glibc

/// Judgement of the signals that come during the end of the program: some ask it to end at once, others belong to the one that began it.
///
/// A terminal that is closed sends SIGHUP twice, a service manager SIGTERM and SIGHUP together, and either is one wish. Somebody who has lost
/// patience presses Ctrl-C once more, or sends the same signal again.
struct EndRequests {
    /// Signals that are no further apart belong together: on a busy machine a shell takes its time to pass a SIGHUP on.
    private static let moment = Duration.milliseconds(500)
    /// No finger is as fast as programs that pass a SIGINT on.
    private static let fingerMoment = Duration.milliseconds(100)

    private let begin: ContinuousClock.Instant
    /// When each came for the first time.
    private var arrivals: [Int32: ContinuousClock.Instant] = [:]

    /// An end that `signal` began at `begin`, or nothing of the kind where it is nil.
    init(after signal: Int32?, at begin: ContinuousClock.Instant) {
        self.begin = begin
        if let signal { arrivals[signal] = begin }
    }

    /// Whether `signal`, which comes at `now`, asks for an end at once.
    mutating func isImpatient(_ signal: Int32, at now: ContinuousClock.Instant) -> Bool {
        let first = arrivals[signal] ?? (signal == SIGINT ? begin : now)
        arrivals[signal] = first
        return now - first >= (signal == SIGINT ? Self.fingerMoment : Self.moment)
    }
}
