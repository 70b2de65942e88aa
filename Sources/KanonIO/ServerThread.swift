import Glibc
import Synchronization

/// The thread that makes the calls into libjack which wait for a server: one that is stopped lets them wait for ever.
///
/// Calls follow one another, in their order. Who made one looks for its result now and then, or waits for it, which has a limit and ends
/// with the signals that end the program. A call that does not return stays where it is; the process ends without it.
final class ServerThread: @unchecked Sendable {
    private let calls = Mutex<[@Sendable () -> Void]>([])
    // SAFETY: a semaphore is for all threads, and this object lives as long as the process.
    private let waiting = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    /// Made with the first call, so that none needs a new thread at the end.
    private static let shared = Mutex<ServerThread?>(nil)
    /// What calls have done so far; relaxed, as it is only compared.
    private static let steps = Atomic<UInt64>(0)

    private init() { sem_init(waiting, 0, 0) }

    /// Makes this call when those before it have returned.
    static func call<Value: Sendable>(_ body: @escaping @Sendable () throws(IOFailure) -> Value) throws(IOFailure) -> ServerCall<Value> {
        let call = ServerCall<Value>()
        try running().append {
            call.finish(with: Result(catching: body))
            progress()
        }
        return call
    }

    /// Queues a call whose result nobody needs. Where there is no thread yet there is no server either, and the call is made here.
    static func callLater(_ body: @escaping @Sendable () -> Void) -> ServerCall<Void> {
        if let call = try? call({ () throws(IOFailure) in body() }) { return call }
        let call = ServerCall<Void>()
        body()
        call.finish(with: .success(()))
        return call
    }

    /// Makes this call and waits for its result: `ServerCall.wait`.
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws(IOFailure) -> Value) throws(IOFailure) -> Value {
        try call(body).wait()
    }

    /// Tells who waits that a call, which may take long, has come further.
    static func progress() { steps.wrappingAdd(1, ordering: .relaxed) }

    /// How far calls have come.
    static var progressCount: UInt64 { steps.load(ordering: .relaxed) }

    private static func running() throws(IOFailure) -> ServerThread {
        let result = shared.withLock { shared -> Result<ServerThread, IOFailure> in
            if let thread = shared { return .success(thread) }
            return Result { () throws(IOFailure) in
                let thread = ServerThread()
                // libjack's own frames are large.
                try WorkerThread(name: "kanon-server", stackBytes: 1024 * 1024) { _ in thread.work() }.abandon()
                shared = thread
                return thread
            }
        }
        return try result.get()
    }

    private func append(_ call: @escaping @Sendable () -> Void) {
        calls.withLock { $0.append(call) }
        sem_post(waiting)
    }

    private func work() {
        while true {
            // Interrupted by a signal, there is nothing yet.
            guard sem_wait(waiting) == 0 else { continue }
            calls.withLock { $0.removeFirst() }()
        }
    }
}
