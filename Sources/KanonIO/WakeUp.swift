import Glibc

/// A descriptor on which another thread can be woken from `poll`.
final class WakeUp: Sendable {
    let readable: Int32
    private let writable: Int32

    init() throws(IOFailure) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw IOFailure("No more files can be opened: \(String(cString: strerror(errno))).")
        }
        readable = ends[0]
        writable = ends[1]
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
    }

    deinit {
        close(readable)
        close(writable)
    }

    /// Wakes the waiting thread. Never blocks.
    func signal() {
        var byte: UInt8 = 1
        _ = write(writable, &byte, 1)
    }

    /// Waits until it is signalled, at most this long; true when it was.
    func wait(milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: readable, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }
}
