import CRealtime
import Glibc

/// A thread of this program, in real time if it is asked for and granted.
final class WorkerThread {
    private let thread: pthread_t
    private var isJoined = false
    /// What was granted.
    let scheduling: Scheduling

    private final class Body {
        let run: @Sendable () -> Void
        let name: String
        let prefaulted: Int

        init(name: String, prefaulted: Int, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.prefaulted = prefaulted
            self.run = run
        }
    }

    /// Starts `body`. With a `priority`, under SCHED_FIFO if that is granted, and with most of its stack touched beforehand.
    init(name: String, priority: Int? = nil, stackBytes: Int = 256 * 1024, body: @escaping @Sendable () -> Void)
        throws(IOFailure)
    {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackBytes)
        pthread_attr_setinheritsched(&attributes, Int32(PTHREAD_EXPLICIT_SCHED))
        // A quarter stays for what runs before and after.
        let prefaulted = priority == nil ? 0 : stackBytes * 3 / 4

        func create(_ policy: Int32, _ priority: Int) -> pthread_t? {
            pthread_attr_setschedpolicy(&attributes, policy)
            var parameters = sched_param()
            parameters.sched_priority = Int32(priority)
            pthread_attr_setschedparam(&attributes, &parameters)
            var thread = pthread_t()
            let context = Unmanaged.passRetained(Body(name: name, prefaulted: prefaulted, run: body))
            let status = pthread_create(
                &thread, &attributes,
                { context in
                    let body = Unmanaged<Body>.fromOpaque(context!).takeRetainedValue()
                    kanon_thread_name(body.name)
                    kanon_runaway_accept()
                    if body.prefaulted > 0 { kanon_prefault_stack(body.prefaulted) }
                    body.run()
                    return nil
                }, context.toOpaque())
            if status == 0 { return thread }
            context.release()
            return nil
        }

        if let priority, let thread = create(SCHED_FIFO, priority) {
            self.thread = thread
            scheduling = .fifo(priority)
        } else if let thread = create(SCHED_OTHER, 0) {
            self.thread = thread
            scheduling = .ordinary
        } else {
            throw IOFailure("The thread '\(name)' could not be started: \(String(cString: strerror(errno))).")
        }
    }

    deinit { if !isJoined { pthread_detach(thread) } }

    /// Waits until it has ended. Once only.
    func join() {
        isJoined = true
        pthread_join(thread, nil)
    }
}
