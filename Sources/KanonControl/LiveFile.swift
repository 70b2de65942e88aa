import Foundation

/// A file whose saving is to be heard: it is read again when it was touched and has settled.
///
/// Editors save in many ways: into the file, which is empty or half there for a moment; into another that takes its place; by
/// deleting and writing anew. So a change is looked at a moment after the last sign of it, and what is wrong then gets a
/// little longer to become right. What holds the same text as before is no change.
public struct LiveFile<Value> {
    /// What became of the file.
    public enum Outcome {
        /// It holds something else, and this is it.
        case changed(Value)
        /// What it holds cannot be used; said once.
        case wrong(Diagnostics)
        /// It is not there any more; said once.
        case gone
    }

    private enum Content: Equatable {
        case text(String)
        case unreadable(Diagnostics)
        case missing
    }

    /// Where it is.
    public let path: String
    private let isLatin1Fine: Bool
    private let parse: (_ text: String, _ file: String) throws(Diagnostics) -> Value
    private var known: Content
    private var touch: (time: ContinuousClock.Instant, isWhole: Bool)?

    /// After the end of a save.
    static var settling: Duration { .milliseconds(30) }
    /// After any sign of a save, for what is not right.
    static var patience: Duration { .milliseconds(150) }

    /// The file at `path`, as it is now; `parse` makes a value of its text, which is UTF-8 or, if that is fine, Latin-1.
    public init(
        path: String, isLatin1Fine: Bool = false, parse: @escaping (_ text: String, _ file: String) throws(Diagnostics) -> Value
    ) {
        self.path = path
        self.isLatin1Fine = isLatin1Fine
        self.parse = parse
        known = Self.content(path, isLatin1Fine)
    }

    /// Something happened to the file; `isWhole` when it may be expected to be complete.
    public mutating func touch(at time: ContinuousClock.Instant, isWhole: Bool) { touch = (time, isWhole) }

    /// Looks at the file if it is time to; call it now and then.
    public mutating func look(at now: ContinuousClock.Instant) -> Outcome? {
        guard let touch, now >= touch.time + (touch.isWhole ? Self.settling : Self.patience) else { return nil }
        let content = Self.content(path, isLatin1Fine)
        guard content != known else {
            self.touch = nil
            return nil
        }
        let outcome = judge(content)
        if case .changed = outcome {} else if now < touch.time + Self.patience { return nil }
        self.touch = nil
        known = content
        return outcome
    }

    private func judge(_ content: Content) -> Outcome {
        switch content {
        case .text(let text):
            do throws(Diagnostics) { return .changed(try parse(text, path)) } catch { return .wrong(error) }
        case .unreadable(let diagnostics): return .wrong(diagnostics)
        case .missing: return .gone
        }
    }

    private static func content(_ path: String, _ isLatin1Fine: Bool) -> Content {
        do throws(Diagnostics) {
            return .text(try TextFile.text(at: path, elseLatin1: isLatin1Fine))
        } catch {
            return FileManager.default.fileExists(atPath: path) ? .unreadable(error) : .missing
        }
    }
}
