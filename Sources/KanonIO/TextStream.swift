import CRealtime
import Glibc
import Synchronization

/// One of the two ways out for text, as the program was started with them. A text that cannot be written is counted and never the end of
/// the program.
public final class TextStream: Sendable {
    /// Data: the standard output.
    public static let data = TextStream(STDOUT_FILENO)
    /// Lines for the player: the standard error.
    public static let talk = TextStream(STDERR_FILENO)

    private struct State {
        var buffer: [UInt8] = []
        /// The system's number of the first failure; 0 while there was none.
        var failure: Int32 = 0
        var unsaidCount = 0
        var writer: LineWriter?
    }

    private let descriptor: Int32
    private let state = Mutex(State())

    /// So much is gathered before it is written.
    private static let greatestBufferCount = 16_384

    private init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// Opens those of the descriptors 0 to 2 that are closed, so that no file takes their place, and outlives who reads. For the very
    /// beginning of the program.
    public static func secure() {
        kanon_descriptors_secure()
        signal(SIGPIPE, SIG_IGN)
    }

    /// From now on a thread writes, and nobody waits for who reads. Throws where no thread can be had.
    public func neverWait() throws(IOFailure) {
        let writer = try LineWriter(descriptor)
        state.withLock { $0.writer = writer }
    }

    /// Adds a text to what is to be written.
    public func put(_ text: String) {
        state.withLock {
            $0.buffer.append(contentsOf: text.utf8)
            if $0.buffer.count > Self.greatestBufferCount { flush(&$0) }
        }
    }

    /// Writes what was gathered, or hands it to the thread that writes.
    public func flush() { state.withLock { flush(&$0) } }

    /// Texts that were lost, or wait for longer than a moment.
    public var unsaidCount: Int { state.withLock { $0.unsaidCount + ($0.writer?.unsaidCount ?? 0) } }

    /// Why a text was lost; nil where none was.
    public var failure: String? {
        state.withLock {
            let reason = $0.failure != 0 ? $0.failure : $0.writer?.failure ?? 0
            return reason == 0 ? nil : String(cString: strerror(reason))
        }
    }

    /// Writes what is left, for as long as somebody takes it. `put` goes on to work.
    public func finish() {
        flush()
        // Not under the lock: this may take a while.
        guard let writer = state.withLock({ $0.writer }) else { return }
        writer.finish()
        state.withLock {
            if $0.failure == 0 { $0.failure = writer.failure }
            $0.unsaidCount += writer.unsaidCount
            $0.writer = nil
        }
    }

    private func flush(_ state: inout State) {
        guard !state.buffer.isEmpty else { return }
        if let writer = state.writer {
            writer.write(state.buffer)
        } else {
            let reason = Self.write(state.buffer, to: descriptor)
            if state.failure == 0 { state.failure = reason }
            if reason != 0 { state.unsaidCount += 1 }
        }
        state.buffer = []
    }

    /// Writes all of it, and waits for that; returns 0 or the system's number of what is wrong.
    static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, $0.count - written) }
            if count > 0 {
                written += count
            } else if errno == EAGAIN {
                // It was handed over like that.
                var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&place, 1, -1)
            } else if errno != EINTR {
                return errno
            }
        }
        return 0
    }
}
