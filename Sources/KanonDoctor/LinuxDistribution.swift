/// The distribution, by which commands differ.
enum LinuxDistribution: String, CaseIterable {
    case debian, ubuntu, fedora, arch, other

    /// From the text of /etc/os-release: `ID`, else the first of `ID_LIKE` that is known.
    init(osRelease: String) {
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
    var realTimeGroup: String {
        switch self {
        case .debian, .ubuntu, .other: "audio"
        case .fedora, .arch: "realtime"
        }
    }

    /// Commands that install a package, by its name on Debian, Fedora and Arch. Empty where none is known.
    func install(debian: String, fedora: String?, arch: String?) -> [String] {
        switch self {
        case .debian, .ubuntu: ["sudo apt-get install \(debian)"]
        case .fedora: fedora.map { ["sudo dnf install \($0)"] } ?? []
        case .arch: arch.map { ["sudo pacman -S --needed \($0)"] } ?? []
        case .other: []
        }
    }

    /// Rights to real time for a group, and the player in it.
    func grantRealTime(to user: String) -> Fix {
        let rights: [String]
        switch self {
        case .fedora: rights = ["sudo dnf install realtime-setup"]
        case .arch: rights = ["sudo pacman -S --needed realtime-privileges"]
        case .debian, .ubuntu, .other:
            let lines = ["@audio - rtprio 95", "@audio - memlock unlimited"]
            rights = [Fix.writing(lines, to: "/etc/security/limits.d/95-kanon.conf")]
        }
        return Fix(
            "Gives the group \(realTimeGroup) real-time priority and lockable memory, and puts \(user) into it.",
            rights + ["sudo usermod -aG \(realTimeGroup) \(user)"],
            byHand: "Log out and in again: limits and groups are given at login.")
    }

    /// A kernel with PREEMPT_RT.
    func realTimeKernel(processor: String) -> Fix {
        let commands: [String]
        var byHand = "Restart with the new kernel."
        switch self {
        case .debian: commands = ["sudo apt-get install linux-image-rt-\(processor == "aarch64" ? "arm64" : "amd64")"]
        case .ubuntu:
            commands = ["sudo pro enable realtime-kernel"]
            byHand = "Needs a (free) Ubuntu Pro subscription; restart with the new kernel."
        case .arch:
            commands = ["sudo pacman -S --needed linux-rt", "sudo grub-mkconfig -o /boot/grub/grub.cfg"]
        case .fedora, .other:
            commands = []
            byHand = "The distribution has no kernel with PREEMPT_RT: build one (Linux 6.12 or newer, CONFIG_PREEMPT_RT=y)."
        }
        return Fix(
            "Installs a kernel with PREEMPT_RT, whose worst wake-up under load is hundreds of times shorter.", commands, byHand: byHand)
    }
}
