import Foundation

/// A folder of its own for one test, gone with it.
final class Folder {
    let path: String

    init() throws {
        var template = Array("/tmp/kanon-test-XXXXXX".utf8CString)
        path = String(cString: try require(mkdtemp(&template)))
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A path in the folder.
    func file(_ name: String) -> String { path + "/" + name }

    static func entries(_ path: String) -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: path).sorted()) ?? [] }
}
