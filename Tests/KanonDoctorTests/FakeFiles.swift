@testable import KanonDoctor

/// The files of a machine that does not exist, by path; a folder is there when a file in it is.
struct FakeFiles: FileSource {
    var texts: [String: String] = [:]
    /// Paths, and all below them, that the system refuses with this number.
    var refused: [String: Int32] = [:]
    /// What may not be opened.
    var closed: Set<String> = []

    func read(_ path: String) -> Reading<String> {
        if let number = refusal(path) { return .unreadable(number) }
        return texts[path].map { .value($0) } ?? .missing
    }

    func list(_ path: String) -> Reading<[String]> {
        if let number = refusal(path) { return .unreadable(number) }
        let names = Set(texts.keys.filter { $0.hasPrefix(path + "/") }.map { String($0.dropFirst(path.count + 1).prefix { $0 != "/" }) })
        return names.isEmpty ? .missing : .value(names.sorted())
    }

    func access(_ path: String) -> Reading<Bool> {
        if let number = refusal(path) { return .unreadable(number) }
        return closed.contains(path) ? .value(false) : texts[path] != nil ? .value(true) : .missing
    }

    private func refusal(_ path: String) -> Int32? {
        refused.first { path == $0.key || path.hasPrefix($0.key + "/") || $0.key == "/" }?.value
    }
}
