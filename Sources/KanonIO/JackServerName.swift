import Glibc

/// A name for a JACK server of Kanon's own: the first of `kanon-1` … `kanon-8` that no other process of this user has, held
/// until this object goes or the process dies.
///
/// Names come again because jackd has a list of eight servers, on which one that was killed stays until a server of the same
/// name starts: with a new name every time, the ninth server after eight killed ones would be refused until the next boot.
final class JackServerName: Sendable {
    let text: String
    private let claim: Int32

    /// Nil when all of them are taken.
    init?() {
        for number in 1...8 {
            guard let claim = Self.claim(number) else { continue }
            text = "kanon-\(number)"
            self.claim = claim
            return
        }
        return nil
    }

    deinit { close(claim) }

    /// A socket bound to a name that no file stands for: one process can have it, and the kernel frees it with that process.
    private static func claim(_ number: Int) -> Int32? {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let name = "kanon-server-\(getuid())-\(number)"
        withUnsafeMutableBytes(of: &address.sun_path) { path in
            for (index, byte) in name.utf8.enumerated() { path[index + 1] = byte }
        }
        let length = MemoryLayout<sa_family_t>.size + 1 + name.utf8.count
        let status = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(length)) }
        }
        if status == 0 { return descriptor }
        close(descriptor)
        return nil
    }
}
