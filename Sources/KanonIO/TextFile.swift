import Glibc

/// Small files of the system, such as those of /proc.
enum TextFile {
    /// The text at `path`; nil when it cannot be read. At most 64 KB.
    static func read(_ path: String) -> String? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 65536)
        var count = 0
        while count < bytes.count {
            let more = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress! + count, $0.count - count) }
            guard more > 0 else { break }
            count += more
        }
        return String(decoding: bytes[0..<count], as: UTF8.self)
    }
}
