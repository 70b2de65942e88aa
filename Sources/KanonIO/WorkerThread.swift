import CRealtime
import Glibc
import Synchronization

/// A thread of this program that its owner can stop, in real time if it is asked for and granted.
///
/// What `body` captures lives until the thread has ended, and who lets go of this object waits for that. So whatever a thread reads is
/// captured, by the object that owns it, and cannot be freed too early, however a start fails.
final class WorkerThread {
    /// What was granted.
    let scheduling: Scheduling

    private let thread: pthread_t
    private let body: Body
    /// Whether it was joined, or left to itself.
    private(set) var isOver = false

    private final class Body: Sendable {
        let run: @Sendable (StopRequest) -> Void
        let name: String
        let prefaulted: Int
        let stop: StopRequest
        /// Releasing and acquiring: who sees it sees what the thread did.
        let hasEnded = Atomic<Bool>(false)

        init(name: String, prefaulted: Int, stop: StopRequest, run: @escaping @Sendable (StopRequest) -> Void) {
            self.name = name
            self.prefaulted = prefaulted
            self.stop = stop
            self.run = run
        }
    }

    /// Pause between polls in `wait`.
    private static let pauseMicroseconds: UInt32 = 2_000

    /// Starts `body`. With a `priority`, under SCHED_FIFO if that is granted, and with most of its stack touched beforehand.
    ///
    /// `body` returns soon after the request that it is given is made, if not by itself before.
    init(name: String, priority: Int? = nil, stackBytes: Int = 256 * 1024, body: @escaping @Sendable (StopRequest) -> Void)
        throws(IOFailure)
    {
        // A quarter of the stack stays for what runs before and after.
        let body = Body(name: name, prefaulted: priority == nil ? 0 : stackBytes * 3 / 4, stop: try StopRequest(), run: body)
        var status: Int32 = 0
        if let priority, let thread = Self.create(body, stackBytes, SCHED_FIFO, priority, &status) {
            self.thread = thread
            scheduling = .fifo(priority)
        } else if let thread = Self.create(body, stackBytes, SCHED_OTHER, 0, &status) {
            self.thread = thread
            scheduling = .ordinary
        } else {
            throw IOFailure("The thread '\(name)' could not be started: \(String(cString: strerror(status))).")
        }
        self.body = body
    }

    deinit { stop() }

    /// Asks it to end and waits until it has.
    func stop() {
        body.stop.make()
        join()
    }

    /// Asks it to end, without waiting.
    func askToStop() { body.stop.make() }

    /// Waits until it has ended, at most this long; false where it runs on.
    func wait(seconds: Double) -> Bool {
        for _ in 0..<Int(seconds * 1e6 / Double(Self.pauseMicroseconds)) where !hasEnded { usleep(Self.pauseMicroseconds) }
        return hasEnded
    }

    /// Waits until it has ended.
    func join() {
        guard !isOver else { return }
        isOver = true
        pthread_join(thread, nil)
    }

    /// Leaves it to itself, with what it captured, where it cannot end: it waits for something that does not come.
    func abandon() {
        guard !isOver else { return }
        isOver = true
        pthread_detach(thread)
    }

    private var hasEnded: Bool { body.hasEnded.load(ordering: .acquiring) }

    private static func create(_ body: Body, _ stackBytes: Int, _ policy: Int32, _ priority: Int, _ status: inout Int32) -> pthread_t? {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
        pthread_attr_setschedpolicy(&attributes, policy)
        var parameters = sched_param()
        parameters.sched_priority = Int32(priority)
        pthread_attr_setschedparam(&attributes, &parameters)
        var thread = pthread_t()
        let context = Unmanaged.passRetained(body)
        status = pthread_create(
            &thread, &attributes,
            { context in
                // SAFETY: retained for this thread alone, which lets go of it when it has run.
                let body = Unmanaged<Body>.fromOpaque(context!).takeRetainedValue()
                kanon_thread_name(body.name)
                kanon_endings_prepare_thread()
                kanon_runaway_accept()
                if body.prefaulted > 0 { kanon_prefault_stack(body.prefaulted) }
                body.run(body.stop)
                body.hasEnded.store(true, ordering: .releasing)
                return nil
            }, context.toOpaque())
        if status == 0 { return thread }
        context.release()
        return nil
    }
}
