import Glibc

/// One client of the control socket: what came from it and what is to go to it. Never waits, and is bounded: while an answer
/// finds no room, nothing more is taken.
final class ControlPeer {
    private let descriptor: Int32
    private var input = LineBuffer()
    private var output: [UInt8] = []
    private var hasEnded = false
    private(set) var isBroken = false

    /// A client that was accepted; its socket does not wait.
    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Nothing more is to be had from it, and nothing to be told.
    var isOver: Bool { isBroken || (hasEnded && output.isEmpty && !input.hasLine) }

    /// Whether `next` has a line without waiting for the client.
    var hasLine: Bool { output.isEmpty && input.hasLine }

    /// What to wait for.
    var poll: pollfd {
        var events: Int32 = 0
        if !output.isEmpty { events |= POLLOUT } else if !hasEnded { events |= POLLIN }
        return pollfd(fd: descriptor, events: Int16(events), revents: 0)
    }

    /// The next line, if one has come whole and earlier answers are on their way.
    func next() -> LineBuffer.Line? {
        flush()
        guard output.isEmpty, !isBroken else { return nil }
        if !input.hasLine { receive() }
        return input.next()
    }

    /// Sends a line, now or as soon as there is room.
    func send(_ line: [UInt8]) {
        output += line + [UInt8(ascii: "\n")]
        flush()
    }

    private func receive() {
        guard !hasEnded else { return }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16384) { buffer in
            let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
            if count > 0 {
                input.append(buffer[..<count])
            } else if count == 0 {
                hasEnded = true
                input.end()
            } else if errno != EAGAIN && errno != EINTR {
                isBroken = true
            }
        }
    }

    private func flush() {
        while !output.isEmpty {
            let count = Glibc.send(descriptor, output, output.count, Int32(MSG_NOSIGNAL))
            guard count > 0 else {
                if errno != EAGAIN && errno != EINTR { isBroken = true }
                return
            }
            output.removeFirst(count)
        }
    }
}
