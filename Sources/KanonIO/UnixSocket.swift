import Glibc

/// The few calls that sockets in the file system need.
enum UnixSocket {
    /// Characters that the path of a socket may have: the kernel's limit.
    static let longestPath = 107

    /// A new socket that never waits and is closed in child processes; below 0, with `errno`, where there is none.
    static func make() -> Int32 {
        socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
    }

    static func bind(_ descriptor: Int32, to path: String) -> Bool {
        withAddress(path) { Glibc.bind(descriptor, $0, $1) == 0 }
    }

    /// 0, or why not.
    static func connect(_ descriptor: Int32, to path: String) -> Int32 {
        withAddress(path) { Glibc.connect(descriptor, $0, $1) == 0 ? 0 : errno }
    }

    /// Whether somebody listens at `path`. A list of callers that is full has somebody, too.
    static func isAlive(_ path: String) -> Bool {
        let descriptor = make()
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        let status = connect(descriptor, to: path)
        return status != ECONNREFUSED && status != ENOENT
    }

    private static func withAddress<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { bytes in
            for (index, byte) in path.utf8.prefix(longestPath).enumerated() { bytes[index] = byte }
        }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
    }
}
