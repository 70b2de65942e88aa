import Foundation

@testable import KanonControl

/// The files of the repository that the tests were built from.
enum SourceTree {
    static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path
}

/// A folder that is gone when it is no longer held.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("kanon-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes `content` to `name`, making folders on the way, and returns its path.
    @discardableResult
    func write(_ name: String, _ content: String) throws -> String { try write(name, Array(content.utf8)) }

    @discardableResult
    func write(_ name: String, _ content: [UInt8]) throws -> String {
        let file = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: file)
        return file.path
    }
}

/// What `body` complains of, each finding a line; empty where it has nothing to complain of.
func complaints<T>(_ body: () throws(Diagnostics) -> T) -> String {
    do throws(Diagnostics) {
        _ = try body()
        return ""
    } catch {
        return error.description
    }
}
