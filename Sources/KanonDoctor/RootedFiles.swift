import Glibc

/// The files below a folder, `/` by default.
struct RootedFiles: FileSource {
    /// Without the slash at its end.
    private let root: String

    /// What is kept of a file.
    private static let greatestByteCount = 1 << 20

    init(root: String = "") { self.root = root }

    func read(_ path: String) -> Reading<String> {
        let file = open(root + path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return Reading(failure: errno) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 16384)
        var text: [UInt8] = []
        while text.count < Self.greatestByteCount {
            let count = Glibc.read(file, &bytes, bytes.count)
            guard count >= 0 else { return .unreadable(errno) }
            guard count > 0 else { break }
            text += bytes[..<count]
        }
        return .value(String(decoding: text, as: UTF8.self))
    }

    func list(_ path: String) -> Reading<[String]> {
        guard let folder = opendir(root + path) else { return Reading(failure: errno) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            // SAFETY: `d_name` is a zero-terminated array inside the entry, which lasts until the next call.
            let name = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(cString: $0.baseAddress!.assumingMemoryBound(to: CChar.self))
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return .value(names.sorted())
    }

    func access(_ path: String) -> Reading<Bool> {
        if Glibc.access(root + path, R_OK | W_OK) == 0 { return .value(true) }
        return errno == EACCES ? .value(false) : Reading(failure: errno)
    }
}
