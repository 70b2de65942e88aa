import Glibc

/// PipeWire's own JACK: the same calls, another library, which the program must have been started with.
///
/// So Kanon starts itself again through `pw-jack`, which is where each distribution keeps the way to that library.
public enum PipeWire {
    /// Asked for unless the player asks for something else: not PipeWire's 1024 frames, but 64 at 44,100 and 48,000 Hz, 128 at 88,200 and
    /// 96,000, 256 above.
    ///
    /// PipeWire takes it as a time, whatever the rate it runs at and changes to, and of its frames the next lower power of two: 64/48000
    /// would be 58 frames, so 32, at 44,100 Hz.
    static let defaultLatency = "70/48000"
    /// Tells the second start that it is one.
    private static let guardVariable = "KANON_JACK"

    /// Whether this process already speaks to PipeWire.
    public static var isInUse: Bool { JackLibrary.isPipeWire }

    /// Whether this start was a second one, by `reexecute` or by `leave`.
    static var wasTried: Bool { getenv(guardVariable) != nil }

    /// Whether its JACK library is here.
    static var isInstalled: Bool { launcher != nil }

    /// A PipeWire runs whose JACK library is not here.
    static var missing: IOFailure {
        let command = LinuxDistribution.current.install(
            debian: "pipewire-jack", fedora: "pipewire-jack-audio-connection-kit", arch: "pipewire-jack")
        return IOFailure(
            "PipeWire has the sound here, and the library by which programs like Kanon play through it is not installed: "
                + (command?.description ?? "install PipeWire's JACK library")
                + ". (kanon play --card NAME takes a sound card from PipeWire instead.)")
    }

    /// Restarts Kanon on PipeWire's library when no JACK server answers but PipeWire runs. Returns the reason when it cannot, nil when
    /// PipeWire is not running, was tried already or only serves the screen.
    public static func tryInstead() -> IOFailure? {
        guard !isInUse, !wasTried, isRunning else { return nil }
        if isInstalled { return reexecute() }
        return PulseAudio.isRunning ? nil : missing
    }

    /// Whether a PipeWire answers at its socket.
    public static var isRunning: Bool {
        guard let folder = environment("PIPEWIRE_RUNTIME_DIR") ?? environment("XDG_RUNTIME_DIR") else { return false }
        let remote = environment("PIPEWIRE_REMOTE") ?? "pipewire-0"
        let path = remote.hasPrefix("/") ? remote : "\(folder)/\(remote)"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        // One that is stopped has a full queue at some time, and would let this one wait.
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0 || errno == EAGAIN
            }
        }
    }

    /// Starts this program anew, with the same arguments, on PipeWire's JACK. Returns only if that cannot be done.
    private static func reexecute() -> IOFailure {
        guard let launcher else { return missing }
        askForBlock()
        setenv(guardVariable, "pipewire", 1)
        return execute(launcher + [program] + CommandLine.arguments.dropFirst())
    }

    /// Has clients that are opened from now on ask for a small block. The player's own wish goes first.
    static func askForBlock() {
        if environment("PIPEWIRE_QUANTUM") == nil { setenv("PIPEWIRE_LATENCY", defaultLatency, 0) }
    }

    /// Starts this program anew on the libjack it would have without `pw-jack`. Returns only if that cannot be done.
    static func leave() -> IOFailure {
        let kept = (environment("LD_LIBRARY_PATH") ?? "").split(separator: ":").filter { !$0.contains("pipewire") }
        if kept.isEmpty {
            unsetenv("LD_LIBRARY_PATH")
        } else {
            setenv("LD_LIBRARY_PATH", kept.joined(separator: ":"), 1)
        }
        setenv(guardVariable, "jack", 1)
        return execute([program] + CommandLine.arguments.dropFirst())
    }

    /// What to put before a program's name: `pw-jack`, or `env` with the folder of the library where only that is installed.
    private static var launcher: [String]? {
        for folder in (environment("PATH") ?? "/usr/bin:/bin").split(separator: ":")
        where access("\(folder)/pw-jack", X_OK) == 0 {
            return ["\(folder)/pw-jack"]
        }
        #if arch(x86_64)
            let triplet = "x86_64-linux-gnu"
        #elseif arch(arm64)
            let triplet = "aarch64-linux-gnu"
        #else
            let triplet = "."
        #endif
        for folder in ["/usr/lib/\(triplet)", "/usr/lib64", "/usr/lib"] {
            let libraries = "\(folder)/pipewire-0.3/jack"
            guard access("\(libraries)/libjack.so.0", R_OK) == 0 else { continue }
            let path = [libraries, environment("LD_LIBRARY_PATH")].compactMap(\.self).joined(separator: ":")
            return ["/usr/bin/env", "LD_LIBRARY_PATH=\(path)"]
        }
        return nil
    }

    /// The file of the running program, however it was called.
    private static var program: String {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard readlink("/proc/self/exe", &path, path.count - 1) > 0 else { return CommandLine.arguments[0] }
        return path.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    }

    private static func execute(_ arguments: [String]) -> IOFailure {
        var strings = arguments.map { strdup($0) } + [nil]
        execv(arguments[0], &strings)
        let reason = String(cString: strerror(errno))
        for string in strings { free(string) }
        return IOFailure("\(arguments[0]) could not be started: \(reason).")
    }

    private static func environment(_ name: String) -> String? {
        guard let value = getenv(name), value[0] != 0 else { return nil }
        return String(cString: value)
    }
}
