import Foundation

/// A `kanon` in a pseudo-terminal of its own, as at a player's: its input, output and errors, and its session's terminal.
final class TerminalPlayer {
    let process: pid_t
    /// The player's side.
    private let screen: Int32
    /// Kanon's side, kept open so that the terminal outlives it.
    private let terminal: Int32
    private let before: termios
    private(set) var said = ""
    private var status: Int32?

    struct Refused: Error {}

    /// Runs `kanon` with these arguments in `folder`.
    init(_ arguments: [String], in folder: TemporaryFolder, environment: [String: String]) throws {
        screen = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (number, isLocked): (Int32, Int32) = (0, 0)
        // TIOCSPTLCK and TIOCGPTN of linux/tty.h, which have no name in Swift.
        guard screen >= 0, ioctl(screen, 0x4004_5431, &isLocked) == 0, ioctl(screen, 0x8004_5430, &number) == 0 else { throw Refused() }
        let path = "/dev/pts/\(number)"
        terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        _ = fcntl(screen, F_SETFL, O_NONBLOCK)
        var mode = termios()
        guard tcgetattr(terminal, &mode) == 0 else { throw Refused() }
        before = mode

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // With a session of its own, the first terminal that it opens is its session's.
        let setsid: Int16 = 0x80
        posix_spawnattr_setflags(&attributes, setsid | Int16(POSIX_SPAWN_SETSIGMASK))
        // As a shell has it; who runs tests may have blocked some.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        let all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        var words = (["/usr/bin/env", "-C", folder.path, Command.executable.path] + arguments).map { strdup($0) } + [nil]
        var variables = all.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process = pid_t()
        guard posix_spawn(&process, words[0]!, &actions, &attributes, &words, &variables) == 0 else { throw Refused() }
        self.process = process
    }

    deinit {
        if status == nil {
            kill(process, SIGKILL)
            var status: Int32 = 0
            waitpid(process, &status, 0)
        }
        close(screen)
        close(terminal)
    }

    /// Whether the terminal is as Kanon found it.
    var isAsBefore: Bool {
        var now = termios()
        guard tcgetattr(terminal, &now) == 0 else { return false }
        return withUnsafeBytes(of: now) { now in withUnsafeBytes(of: before) { before in now.elementsEqual(before) } }
    }

    /// Presses keys.
    func type(_ keys: String) { _ = keys.withCString { write(screen, $0, strlen($0)) } }

    /// Whether it says `text` within ten seconds.
    func says(_ text: String) -> Bool {
        for _ in 0..<1000 {
            listen()
            if said.contains(text) { return true }
            usleep(10_000)
        }
        return false
    }

    /// How it ended, below 0 by a signal; nil where it does not within `seconds`.
    func end(within seconds: Double = 10) -> Int32? {
        for _ in 0..<Int(seconds * 100) {
            listen()
            if let status { return status }
            var raw: Int32 = 0
            if waitpid(process, &raw, WNOHANG) == process {
                listen()
                status = raw & 0x7F == 0 ? raw >> 8 & 0xFF : -(raw & 0x7F)
                return status
            }
            usleep(10_000)
        }
        return nil
    }

    private func listen() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(screen, &buffer, buffer.count)
            guard count > 0 else { return }
            said += String(decoding: buffer[..<count], as: UTF8.self)
        }
    }
}
