import CRealtime

/// The terminal without line editing and echo, so that each key arrives at once. Ctrl-C still interrupts.
///
/// What it was like before comes back when this is let go of, and at every other end of the program but SIGKILL (`Ending.c`).
public struct TerminalMode: ~Copyable {
    /// True where keys can be read: standard input is a terminal and this process is in its foreground.
    public static var isAvailable: Bool { kanon_terminal_is_available() }

    /// Begins to take single keys; nil where that is not possible.
    init?() {
        guard kanon_terminal_enter() else { return nil }
    }

    deinit { kanon_terminal_restore() }
}
