import Foundation

/// A question to the player at the terminal.
enum Question {
    private static let pauseMilliseconds: Int32 = 50

    /// Yes where it is answered with nothing or a word that begins with y; no at the end of the input and at a signal.
    static func ask(_ question: String, until signals: StopSignals) throws -> Bool {
        Output.ask("\(question) [Y/n] ")
        var input = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        while poll(&input, 1, pauseMilliseconds) == 0 {
            if signals.wait(milliseconds: 0) { return false }
        }
        guard let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() else { return false }
        return answer.isEmpty || answer.hasPrefix("y")
    }
}
