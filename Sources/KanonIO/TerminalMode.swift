import Glibc
import Synchronization

/// The terminal without line editing and echo, so that each key arrives at once. Ctrl-C still interrupts.
///
/// What it was like before comes back with `restore`, and by itself when the program exits.
public enum TerminalMode {
    private struct Saved {
        // No optional: built with optimisation, Swift 6.3 begins a static `Mutex` of an optional C structure as not nil.
        var attributes = termios()
        var isEntered = false
        var isGuarded = false
    }

    private static let saved = Mutex(Saved())

    /// Whether keys can be read: standard input is a terminal and this process is in its foreground.
    public static var isAvailable: Bool { isatty(STDIN_FILENO) == 1 && tcgetpgrp(STDIN_FILENO) == getpgrp() }

    /// Begins to take single keys; false where that is not possible.
    static func enter() -> Bool {
        guard isAvailable else { return false }
        return saved.withLock {
            guard !$0.isEntered else { return true }
            var attributes = termios()
            guard tcgetattr(STDIN_FILENO, &attributes) == 0 else { return false }
            let before = attributes
            attributes.c_lflag &= ~tcflag_t(ICANON | ECHO)
            withUnsafeMutableBytes(of: &attributes.c_cc) {
                $0[Int(VMIN)] = 0
                $0[Int(VTIME)] = 0
                // No key stops the program (0 is _POSIX_VDISABLE): its server would throw it out.
                $0[Int(VSUSP)] = 0
            }
            guard tcsetattr(STDIN_FILENO, TCSANOW, &attributes) == 0 else { return false }
            $0.attributes = before
            $0.isEntered = true
            if !$0.isGuarded {
                $0.isGuarded = true
                atexit { TerminalMode.restore() }
            }
            return true
        }
    }

    /// Makes the terminal what it was. May be called at any time, and twice.
    public static func restore() {
        saved.withLock {
            guard $0.isEntered else { return }
            tcsetattr(STDIN_FILENO, TCSANOW, &$0.attributes)
            $0.isEntered = false
        }
    }
}
