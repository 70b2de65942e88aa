import Glibc

/// PipeWire's own JACK: the same calls, another library, which the program must have been started with.
///
/// So Kanon starts itself again through `pw-jack`, which is where each distribution keeps the way to that library.
public enum PipeWire {
    /// Asked for unless the player asks for something else: 64 frames instead of PipeWire's 1024.
    static let defaultLatency = "64/48000"
    /// Tells the second start that it is one.
    private static let guardVariable = "KANON_JACK"

    /// Whether this process already speaks to PipeWire.
    public static var isInUse: Bool { JackLibrary.isPipeWire }

    /// Whether this start was a second one, by `reexecute` or by `leave`.
    static var wasTried: Bool { getenv(guardVariable) != nil }

    /// Whether a PipeWire answers at its socket and its JACK library is installed.
    public static var isAvailable: Bool { isRunning && launcher != nil }

    /// Whether a second start, on PipeWire's library, may find what this one did not.
    public static var isWorthTrying: Bool { !isInUse && !wasTried && isAvailable }

    /// Whether a PipeWire answers at its socket.
    public static var isRunning: Bool {
        guard let folder = environment("PIPEWIRE_RUNTIME_DIR") ?? environment("XDG_RUNTIME_DIR") else { return false }
        let remote = environment("PIPEWIRE_REMOTE") ?? "pipewire-0"
        let path = remote.hasPrefix("/") ? remote : "\(folder)/\(remote)"
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
            }
        }
    }

    /// Starts this program anew, with the same arguments, on PipeWire's JACK at `latency` (frames/rate). Returns only if that
    /// cannot be done.
    public static func reexecute(latency: String? = nil) -> IOFailure {
        guard let launcher else {
            return IOFailure("PipeWire's JACK is not installed: sudo apt install pipewire-jack")
        }
        setenv("PIPEWIRE_LATENCY", latency ?? defaultLatency, latency == nil ? 0 : 1)
        setenv(guardVariable, "pipewire", 1)
        return execute(launcher + [program] + CommandLine.arguments.dropFirst())
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
