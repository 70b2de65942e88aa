import CRealtime
import Glibc

/// A descriptor on which another thread can be woken from `poll`.
final class WakeUp: Sendable {
    /// What to wait for: it is readable once it was signalled, and stays so.
    let readable: Int32

    init() throws(IOFailure) {
        readable = kanon_event_descriptor()
        guard readable >= 0 else { throw IOFailure("No more files can be opened: \(String(cString: strerror(errno))).") }
    }

    deinit { close(readable) }

    /// Wakes the waiting thread. Never blocks.
    func signal() {
        var count: UInt64 = 1
        _ = write(readable, &count, MemoryLayout<UInt64>.size)
    }

    /// Is to be signalled anew.
    func clear() {
        var count: UInt64 = 0
        _ = read(readable, &count, MemoryLayout<UInt64>.size)
    }

    /// Waits until it is signalled, at most this long; true when it was.
    func wait(milliseconds: Int32) -> Bool {
        var descriptor = pollfd(fd: readable, events: Int16(POLLIN), revents: 0)
        return poll(&descriptor, 1, milliseconds) > 0
    }
}
