import Synchronization

/// The last lines that a library or a child process said, kept instead of printed.
final class LineLog: Sendable {
    private let lines = Mutex<[String]>([])
    private static let capacity = 64

    /// Adds every line of `text` that is not empty.
    func append(_ text: String) {
        let new = text.split(whereSeparator: \.isNewline).map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
        lines.withLock {
            $0.append(contentsOf: new)
            if $0.count > Self.capacity { $0.removeFirst($0.count - Self.capacity) }
        }
    }

    func last(_ count: Int) -> [String] { lines.withLock { Array($0.suffix(count)) } }

    func contains(_ text: String) -> Bool {
        lines.withLock { $0.contains { line in line.firstRange(of: text) != nil } }
    }

    func clear() { lines.withLock { $0.removeAll() } }
}
