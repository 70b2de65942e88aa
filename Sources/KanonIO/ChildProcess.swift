import CRealtime
import Glibc
import Synchronization

/// A program that runs for as long as this one wants, and never longer: it dies with this process however that ends.
///
/// A thread of its own starts it, reads what it says and waits for its end; the kernel ends the child with that thread.
final class ChildProcess {
    private struct State {
        var identifier: pid_t = 0
        var failure: Int32 = 0
        var hasEnded = false
    }

    /// The child as its thread and its owner see it.
    private final class Shared: Sendable {
        let state = Mutex(State())
        let started: WakeUp
        let ended: WakeUp
        let log: LineLog

        init(_ log: LineLog) throws(IOFailure) {
            self.log = log
            started = try WakeUp()
            ended = try WakeUp()
        }
    }

    private let shared: Shared
    private let thread: WorkerThread

    /// How long it may take to end when it is asked, and when the kernel ends it: one that waits for a device cannot be ended.
    private static let patienceMilliseconds: Int32 = 2000

    /// Starts `arguments[0]`, found on the path, with `environment` added to this process's own.
    init(_ arguments: [String], environment: [String: String], log: LineLog) throws(IOFailure) {
        let shared = try Shared(log)
        self.shared = shared
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw IOFailure("No more files can be opened: \(String(cString: strerror(errno))).") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        do throws(IOFailure) {
            thread = try WorkerThread(name: "kanon-keeper") { [ends] _ in
                Self.keep(arguments, environment: environment, output: ends, shared)
            }
        } catch {
            for end in ends { close(end) }
            throw error
        }
        while !shared.started.wait(milliseconds: 1000) {}
        let failure = shared.state.withLock { $0.failure }
        if failure != 0 {
            throw IOFailure("\(arguments[0]) could not be started: \(String(cString: strerror(failure))).")
        }
    }

    deinit { stop() }

    var identifier: pid_t { shared.state.withLock { $0.identifier } }
    var hasEnded: Bool { shared.state.withLock { $0.hasEnded } }

    /// Asks it to end, insists after two seconds, and returns when it is gone; or two seconds later, where it cannot end.
    func stop() {
        send(SIGTERM)
        if !waitForEnd(milliseconds: Self.patienceMilliseconds) {
            send(SIGKILL)
            if !waitForEnd(milliseconds: Self.patienceMilliseconds) { return thread.abandon() }
        }
        thread.join()
    }

    /// True when it has ended within that time.
    func waitForEnd(milliseconds: Int32) -> Bool { hasEnded || shared.ended.wait(milliseconds: milliseconds) }

    func send(_ signal: Int32) {
        // Under the lock, so that the number cannot have gone to another process: it is reaped under the same lock.
        shared.state.withLock { if !$0.hasEnded, $0.identifier > 0 { kill($0.identifier, signal) } }
    }

    private static func keep(_ arguments: [String], environment: [String: String], output: [Int32], _ shared: Shared) {
        let identifier = spawn(arguments, environment: environment, output: output[1])
        close(output[1])
        defer { close(output[0]) }
        shared.state.withLock {
            $0.identifier = max(identifier, 0)
            $0.failure = identifier < 0 ? -identifier : 0
            $0.hasEnded = identifier < 0
        }
        shared.started.signal()
        guard identifier > 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(output[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            shared.log.append(String(decoding: buffer[0..<count], as: UTF8.self))
        }
        // Its output is closed: it is ending. Without reaping, so that `send` knows it by its number until then.
        var information = siginfo_t()
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        shared.state.withLock {
            var status: Int32 = 0
            waitpid(identifier, &status, 0)
            $0.hasEnded = true
        }
        shared.ended.signal()
    }

    private static func spawn(_ arguments: [String], environment: [String: String], output: Int32) -> pid_t {
        var entries = environment.map { "\($0.key)=\($0.value)" }
        var position = 0
        while let entry = environ[position] {
            let text = String(cString: entry)
            if environment[String(text.prefix { $0 != "=" })] == nil { entries.append(text) }
            position += 1
        }
        var argumentStrings = arguments.map { strdup($0) } + [nil]
        var environmentStrings = entries.map { strdup($0) } + [nil]
        defer { for string in argumentStrings + environmentStrings { free(string) } }
        return kanon_spawn(&argumentStrings, &environmentStrings, output)
    }
}
