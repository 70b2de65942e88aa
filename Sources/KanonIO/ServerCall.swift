import Glibc
import Synchronization

/// A call that the `ServerThread` makes, for who wants its result.
final class ServerCall<Value: Sendable>: Sendable {
    private let state = Mutex<Result<Value, IOFailure>?>(nil)

    /// What came of it; nil while it has not returned.
    var result: Result<Value, IOFailure>? { state.withLock(\.self) }

    /// Has its result.
    func finish(with result: Result<Value, IOFailure>) { state.withLock { $0 = result } }

    /// Waits for what comes of it. Throws where the server makes no progress for `limitSeconds`, and when the program is to end.
    func wait(limitSeconds: Double = ServerCallLimit.seconds) throws(IOFailure) -> Value {
        var steps = ServerThread.progressCount
        var begin = ContinuousClock.now
        while true {
            if let result { return try result.get() }
            if PendingSignal.isThere { throw IOFailure("Kanon was ended while it waited for the sound server.") }
            if ServerThread.progressCount != steps {
                steps = ServerThread.progressCount
                begin = .now
            }
            if ContinuousClock.now - begin > .seconds(limitSeconds) { throw ServerCallLimit.failure(seconds: limitSeconds) }
            usleep(2000)
        }
    }
}

/// How long a server may take for a call.
enum ServerCallLimit {
    /// Without progress. What a server does takes some milliseconds, on a busy machine a second.
    static let seconds = 4.0
    /// The same for Kanon's own server at the end, which is killed then.
    static let ownSeconds = 1.5

    /// A server took longer than `seconds`.
    static func failure(seconds: Double) -> IOFailure {
        let length = seconds == seconds.rounded() ? "\(Int(seconds))" : "\(seconds)"
        let who = JackLibrary.isPipeWire ? "PipeWire" : "The JACK server"
        let cure = JackLibrary.isPipeWire ? "systemctl --user restart pipewire" : "let it go on, or end it and start it anew"
        return IOFailure("\(who) does not answer for \(length) s: it hangs or is stopped; \(cure).")
    }
}
