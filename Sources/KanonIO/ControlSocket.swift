import Glibc

/// The socket on which a running instance takes commands: lines in, lines out, several clients at once. Never waits, whatever
/// the clients do. For the control thread.
public final class ControlSocket {
    /// A line that a client sent.
    public struct Request: Sendable {
        /// Who.
        public let peer: Int
        /// What, without the line's end; nil for a line that was longer than is read.
        public let line: [UInt8]?
    }

    /// What the instance is called.
    public let name: String
    /// Where it is.
    public let path: String

    private let listener: Int32
    /// The socket's file, to know it again.
    private let file: ino_t
    private var peers: [Int32: ControlPeer] = [:]
    private var isOpen = true
    /// No more files could be opened: who waits outside is asked in at the next look.
    private var cannotAccept = false

    /// Clients at once.
    static let greatestPeerCount = 16
    /// What those that find no room are told.
    static let refusal = Array(#"{"error":"too many clients are connected","ok":false}"#.utf8) + [UInt8(ascii: "\n")]

    /// Begins to listen as `name`, in the best folder that can be had. Throws where another instance of that name does.
    public convenience init(name: String) throws(IOFailure) {
        var failure = IOFailure("There is no folder for sockets.")
        for folder in ControlFolder.all {
            do throws(IOFailure) { try folder.prepare() } catch {
                failure = error
                continue
            }
            try self.init(name: name, in: folder)
            return
        }
        throw failure
    }

    /// Begins to listen in `folder`.
    init(name: String, in folder: ControlFolder) throws(IOFailure) {
        self.name = name
        path = folder.socket(name)
        guard path.utf8.count <= UnixSocket.longestPath else {
            throw IOFailure("\(path) is too long for the name of a socket.")
        }
        try folder.prepare()
        let path = path
        guard let opened = try folder.locked({ () throws(IOFailure) in try Self.open(path, name) }) else {
            throw IOFailure("The folder \(folder.path) is locked by another program.")
        }
        (listener, file) = opened
    }

    deinit { close() }

    /// What to wait for.
    public var descriptors: [pollfd] {
        let own = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
        return (cannotAccept || !isOpen ? [] : [own]) + peers.values.map(\.poll)
    }

    /// Whether there is something to be taken already.
    public var isReady: Bool { peers.values.contains { $0.hasLine } }

    /// The lines that have come: one of each client, so that none keeps the others waiting.
    public func requests() -> [Request] {
        guard isOpen else { return [] }
        accept()
        var requests: [Request] = []
        for (descriptor, peer) in peers {
            switch peer.next() {
            case .whole(let line): requests.append(Request(peer: Int(descriptor), line: line))
            case .tooLong: requests.append(Request(peer: Int(descriptor), line: nil))
            case nil: if peer.isOver { peers[descriptor] = nil }
            }
        }
        return requests
    }

    /// Sends a line to who asked, if it is still there.
    public func answer(_ line: [UInt8], to peer: Int) { peers[Int32(peer)]?.send(line) }

    /// Lets go of the clients and removes the socket.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        peers = [:]
        Glibc.close(listener)
        var status = stat()
        if lstat(path, &status) == 0, status.st_ino == file { unlink(path) }
    }

    private func accept() {
        cannotAccept = false
        while true {
            let descriptor = Glibc.accept(listener, nil, nil)
            if descriptor < 0 {
                cannotAccept = errno != EAGAIN && errno != EINTR && errno != ECONNABORTED
                return
            }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
            if peers.count < Self.greatestPeerCount {
                peers[descriptor] = ControlPeer(descriptor)
            } else {
                _ = send(descriptor, Self.refusal, Self.refusal.count, Int32(MSG_NOSIGNAL))
                Glibc.close(descriptor)
            }
        }
    }

    private static func open(_ path: String, _ name: String) throws(IOFailure) -> (Int32, ino_t) {
        guard !UnixSocket.isAlive(path) else { throw IOFailure("Another Kanon that runs is called \(name) already.") }
        unlink(path)
        let descriptor = UnixSocket.make()
        var status = stat()
        // The mode before the name: at no moment may anyone else connect.
        guard descriptor >= 0, fchmod(descriptor, 0o600) == 0, UnixSocket.bind(descriptor, to: path), chmod(path, 0o600) == 0,
            listen(descriptor, 16) == 0, lstat(path, &status) == 0
        else {
            let reason = String(cString: strerror(errno))
            if descriptor >= 0 { Glibc.close(descriptor) }
            throw IOFailure("The socket \(path) cannot be made: \(reason).")
        }
        return (descriptor, status.st_ino)
    }
}
