import Glibc

/// Where a take goes. A path is only ever made new: nothing overwrites a recording.
enum TakePath {
    /// A new file for `path`: the file itself, or one named after the time where `path` is a folder. Opened, empty, and this
    /// process's alone.
    static func create(_ path: String) throws(IOFailure) -> (path: String, descriptor: Int32) {
        var status = stat()
        let isFolder = stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        guard path.hasSuffix("/") || isFolder else { return (path, try open(path)) }
        guard isFolder else { throw missing(path) }
        let base = path.hasSuffix("/") ? path : path + "/"
        let name = "\(base)kanon-\(timestamp())"
        // Two takes begun in one second.
        for number in 1...999 {
            let numbered = number == 1 ? "\(name).wav" : "\(name)-\(number).wav"
            if access(numbered, F_OK) == 0 { continue }
            return (numbered, try open(numbered))
        }
        throw IOFailure("There are too many takes called '\(name)' already.")
    }

    /// Throws what `create` would, as far as that can be known without making a file.
    static func check(_ path: String) throws(IOFailure) {
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR {
            guard access(path, W_OK | X_OK) == 0 else { throw refusal(path + (path.hasSuffix("/") ? "" : "/"), errno) }
            return
        }
        if exists { throw refusal(path, EEXIST) }
        guard !path.hasSuffix("/") else { throw missing(path) }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        guard access(folder, W_OK | X_OK) == 0 else { throw refusal(path, errno) }
    }

    /// A path beside `path`, the first part of a take, for the next part: `song.wav`, `song-2.wav`, `song-3.wav` …
    static func sibling(of path: String) -> String {
        let slash = path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex
        let dot = path[slash...].lastIndex(of: ".") ?? path.endIndex
        for number in 2...999 {
            let sibling = "\(path[..<dot])-\(number)\(path[dot...])"
            if access(sibling, F_OK) != 0 { return sibling }
        }
        return path
    }

    private static func open(_ path: String) throws(IOFailure) -> Int32 {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        if descriptor >= 0 { return descriptor }
        throw refusal(path, errno)
    }

    private static func refusal(_ path: String, _ reason: Int32) -> IOFailure {
        switch reason {
        case EEXIST: return IOFailure("'\(path)' exists already; a recording never overwrites. Choose another name.")
        case ENOENT, ENOTDIR:
            let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            // A file system may have folders in which nothing can be made.
            guard access(folder, F_OK) != 0 || reason == ENOTDIR else { fallthrough }
            return missing(folder)
        default: return IOFailure("'\(path)' cannot be written: \(String(cString: strerror(reason))).")
        }
    }

    private static func missing(_ folder: String) -> IOFailure { IOFailure("There is no folder '\(folder)' to record into.") }

    private static func timestamp() -> String {
        var now = time(nil)
        var local = tm()
        localtime_r(&now, &local)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%d-%H%M%S", &local)
        return text.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }
}
