import Glibc

/// The folder in which running instances have their sockets, this user's alone.
public struct ControlFolder: Sendable {
    /// A running instance.
    public struct Instance: Equatable, Sendable {
        /// What it is called.
        public var name: String
        /// Its socket.
        public var path: String
    }

    /// Where it is.
    public let path: String

    /// The folder at `path`.
    public init(_ path: String) { self.path = path }

    /// Where sockets may be, the best place first: `$XDG_RUNTIME_DIR/kanon`, else `/run/user/UID/kanon`, then `/tmp/kanon-UID`.
    public static var all: [ControlFolder] {
        let runtime = getenv("XDG_RUNTIME_DIR").map { String(cString: $0) } ?? ""
        // The XDG Base Directory specification: a relative path there is invalid and to be ignored.
        let own = runtime.hasPrefix("/") ? runtime : "/run/user/\(getuid())"
        return [ControlFolder(own + "/kanon"), ControlFolder("/tmp/kanon-\(getuid())")]
    }

    /// The socket of the instance `name`.
    func socket(_ name: String) -> String {
        // What cannot be a file's name.
        path + "/" + name.map { $0 == "/" ? "-" : String($0) }.joined() + Self.ending
    }

    private static let ending = ".sock"

    /// Makes the folder where it is missing, and makes sure that nobody else can do anything in it.
    func prepare() throws(IOFailure) {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
            throw IOFailure("The folder \(path) cannot be made: \(String(cString: strerror(errno))).")
        }
        guard isSafe else {
            throw IOFailure("\(path) is not a folder that is this user's alone (0700).")
        }
    }

    /// Whether it is a folder, not a link to one, that belongs to this user and opens to nobody else.
    var isSafe: Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == getuid()
            && status.st_mode & 0o077 == 0
    }

    /// Runs `body` while no other process changes which sockets there are; nil where that cannot be had within a moment.
    func locked<Result>(_ body: () throws(IOFailure) -> Result) throws(IOFailure) -> Result? {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        for _ in 0..<50 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return try body() }
            usleep(5000)
        }
        return nil
    }

    /// The instances that run, by name. Sockets that dead ones left are removed.
    public func instances() -> [Instance] {
        guard isSafe, let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(cString: $0.baseAddress!.assumingMemoryBound(to: CChar.self)) })
        }
        return names.filter { $0.hasSuffix(Self.ending) }.sorted().compactMap { file in
            let instance = Instance(name: String(file.dropLast(Self.ending.count)), path: path + "/" + file)
            if UnixSocket.isAlive(instance.path) { return instance }
            // Looked at again under the lock: an instance that is just beginning does not listen yet.
            _ = try? locked { if !UnixSocket.isAlive(instance.path) { unlink(instance.path) } }
            return nil
        }
    }
}
