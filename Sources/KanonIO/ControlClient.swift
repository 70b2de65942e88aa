import Glibc

/// The other end of a control socket: asks, and waits for the answer.
public final class ControlClient {
    private let descriptor: Int32
    private var input = LineBuffer()

    /// What an instance may take for an answer: it looks around fifty times a second, a slow disk takes longer.
    private static let patienceMilliseconds = 4_500
    private static let pauseMilliseconds = 50

    /// Connects to the socket at `path`.
    public init(path: String) throws(IOFailure) {
        descriptor = UnixSocket.make()
        let status = descriptor < 0 ? errno : UnixSocket.connect(descriptor, to: path)
        guard status == 0 else {
            if descriptor >= 0 { close(descriptor) }
            throw IOFailure("\(path) does not answer: \(String(cString: strerror(status))).")
        }
    }

    deinit { close(descriptor) }

    /// Sends a line and waits for the one that answers it.
    public func ask(_ line: [UInt8]) throws(IOFailure) -> [UInt8] {
        var output = line + [UInt8(ascii: "\n")]
        while !output.isEmpty {
            try wait(for: POLLOUT)
            let count = send(descriptor, output, output.count, Int32(MSG_NOSIGNAL))
            guard count > 0 || errno == EAGAIN || errno == EINTR else { throw Self.gone }
            output.removeFirst(max(count, 0))
        }
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            if case .whole(let answer) = input.next() { return answer }
            try wait(for: POLLIN)
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR)) else { throw Self.gone }
            input.append(buffer[..<max(count, 0)])
        }
    }

    private static let gone = IOFailure("Kanon has ended.")

    private func wait(for events: Int32) throws(IOFailure) {
        var descriptor = pollfd(fd: descriptor, events: Int16(events), revents: 0)
        for _ in 0..<Self.patienceMilliseconds / Self.pauseMilliseconds {
            if poll(&descriptor, 1, Int32(Self.pauseMilliseconds)) != 0 { return }
            // Where it is blocked, as in `kanon monitor`, it would wait, too.
            if PendingSignal.isThere { break }
        }
        throw IOFailure("Kanon does not answer.")
    }
}
