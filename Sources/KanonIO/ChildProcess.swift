import CRealtime
import Glibc
import Synchronization

/// A program that runs for as long as this one wants, and never longer: it dies with this process however that ends.
///
/// A thread of its own starts it, reads what it says and waits for its end; the kernel ends the child with that thread.
final class ChildProcess: Sendable {
    private struct State {
        var identifier: pid_t = 0
        var failure: Int32 = 0
        var hasEnded = false
    }

    private let state = Mutex(State())
    private let changed: WakeUp
    private let log: LineLog

    /// Starts `arguments[0]`, found on the path, with `environment` added to this process's own.
    init(_ arguments: [String], environment: [String: String], log: LineLog) throws(IOFailure) {
        self.log = log
        changed = try WakeUp()
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw IOFailure("No more files can be opened.") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let started = try WakeUp()
        _ = try WorkerThread(name: "kanon-keeper") { [self, ends] in
            keep(arguments, environment: environment, output: ends, started: started)
        }
        while !started.wait(milliseconds: 1000) {}
        let failure = state.withLock { $0.failure }
        if failure != 0 {
            throw IOFailure("\(arguments[0]) could not be started: \(String(cString: strerror(failure))).")
        }
    }

    var identifier: pid_t { state.withLock { $0.identifier } }
    var hasEnded: Bool { state.withLock { $0.hasEnded } }

    /// Asks it to end, insists after two seconds, and returns when it is gone.
    func stop() {
        send(SIGTERM)
        if !waitForEnd(milliseconds: 2000) {
            send(SIGKILL)
            while !waitForEnd(milliseconds: 1000) {}
        }
    }

    /// True when it has ended within that time.
    func waitForEnd(milliseconds: Int32) -> Bool {
        hasEnded || changed.wait(milliseconds: milliseconds) || hasEnded
    }

    func send(_ signal: Int32) {
        // Under the lock, so that the number cannot have gone to another process: it is reaped under the same lock.
        state.withLock { if !$0.hasEnded, $0.identifier > 0 { kill($0.identifier, signal) } }
    }

    private func keep(_ arguments: [String], environment: [String: String], output: [Int32], started: WakeUp) {
        let identifier = Self.spawn(arguments, environment: environment, output: output[1])
        close(output[1])
        defer { close(output[0]) }
        state.withLock {
            $0.identifier = max(identifier, 0)
            $0.failure = identifier < 0 ? -identifier : 0
            $0.hasEnded = identifier < 0
        }
        started.signal()
        guard identifier > 0 else { return }
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(output[0], &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            log.append(String(decoding: buffer[0..<count], as: UTF8.self))
        }
        // Its output is closed: it is ending. Without reaping, so that `send` knows it by its number until then.
        var information = siginfo_t()
        while waitid(P_PID, id_t(identifier), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        state.withLock {
            var status: Int32 = 0
            waitpid(identifier, &status, 0)
            $0.hasEnded = true
        }
        changed.signal()
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
