import Foundation

/// The distribution, by which commands differ.
public enum LinuxDistribution: String, CaseIterable, Sendable {
    case debian, ubuntu, fedora, arch, other

    /// This machine's.
    public static var current: LinuxDistribution {
        (try? String(contentsOfFile: "/etc/os-release", encoding: .utf8)).map(LinuxDistribution.init(osRelease:)) ?? .other
    }

    /// From the text of /etc/os-release: `ID`, else the first of `ID_LIKE` that is known.
    public init(osRelease: String) {
        var values: [Substring: String] = [:]
        for line in osRelease.split(separator: "\n") {
            let parts = line.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { values[parts[0]] = parts[1].filter { $0 != "\"" && $0 != "'" } }
        }
        let names = [values["ID"] ?? ""] + (values["ID_LIKE"] ?? "").split(separator: " ").map(String.init)
        self = names.lazy.compactMap(Self.init(name:)).first ?? .other
    }

    private init?(name: String) {
        switch name {
        case "debian", "raspbian": self = .debian
        case "ubuntu": self = .ubuntu
        case "fedora", "rhel", "centos": self = .fedora
        case "arch", "archarm": self = .arch
        default: return nil
        }
    }

    /// The group whose members get real time here.
    public var realTimeGroup: ScriptText {
        switch self {
        case .debian, .ubuntu, .other: "audio"
        case .fedora, .arch: "realtime"
        }
    }

    /// The command that installs a package, by its name on Debian, Fedora and Arch. Nil where none is known.
    public func install(debian: ScriptText, fedora: ScriptText?, arch: ScriptText?) -> ScriptText? {
        switch self {
        case .debian, .ubuntu: "sudo apt-get install \(debian)"
        case .fedora: fedora.map { "sudo dnf install \($0)" }
        case .arch: arch.map { "sudo pacman -S --needed \($0)" }
        case .other: nil
        }
    }

    /// What the player `user` types to get real time as the distribution itself provides it, where it asks with the answer in
    /// brackets; empty where it does not.
    public func realTimeCommands(user: ScriptText) -> [ScriptText] {
        let package: [ScriptText] =
            switch self {
            case .debian, .ubuntu: ["sudo apt install jackd2", "sudo dpkg-reconfigure -p high jackd2 (answer yes)"]
            case .fedora: ["sudo dnf install realtime-setup"]
            case .arch: ["sudo pacman -S --needed realtime-privileges"]
            case .other: []
            }
        return package.isEmpty ? [] : package + ["sudo usermod -aG \(realTimeGroup) \(user)"]
    }
}
