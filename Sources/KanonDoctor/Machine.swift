import KanonIO

/// What the checks see of a machine.
struct Machine: Sendable {
    let files: any FileSource
    let live: LiveValues
    let distribution: LinuxDistribution
    /// Every thread that can be seen.
    let tasks: Reading<[SystemTask]>

    init(files: some FileSource, live: LiveValues) {
        self.files = files
        self.live = live
        distribution = files.read("/etc/os-release").value.map(LinuxDistribution.init(osRelease:)) ?? .other
        tasks = SystemTask.list(files)
    }

    /// The priority of audio under Kanon's own server, and of MIDI above it.
    static let audioPriority = 65
    static let midiPriority = 75

    /// The text of a file without the white space around it.
    func look(_ path: String) -> Observation {
        Observation(path: path, reading: files.read(path).map { $0.trimmed })
    }

    /// The line of a file that begins so, without that beginning; missing where no line does.
    func look(_ path: String, line start: String) -> Observation {
        let reading: Reading<String>
        switch files.read(path) {
        case .value(let text):
            let line = text.split(separator: "\n").first { $0.hasPrefix(start) }
            reading = line.map { .value(String($0.dropFirst(start.count)).trimmed) } ?? .missing
        case .missing: reading = .missing
        case .unreadable(let number): reading = .unreadable(number)
        }
        return Observation(path: "\(path) \(start.prefix { $0 != ":" && $0 != "=" })", reading: reading)
    }

    /// The files of one name in every folder of `folder` whose name begins so, digits following: `cpu0/…`, `cpu1/…`.
    func look(every prefix: String, in folder: String, file: String) -> [Observation] {
        (files.list(folder).value ?? []).filter { $0.hasPrefix(prefix) && Int($0.dropFirst(prefix.count)) != nil }
            .sorted { Int($0.dropFirst(prefix.count))! < Int($1.dropFirst(prefix.count))! }
            .map { look("\(folder)/\($0)/\(file)") }
    }

    /// Whether a file is known not to be there: its folder can be read and lacks it.
    func isAbsent(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        guard let names = files.list("/" + parts.dropLast().joined(separator: "/")).value else { return false }
        return !names.contains(String(parts.last!))
    }

    /// Every thread, if the kernel's are among them: else part of the machine is hidden. Nil then.
    var allTasks: [SystemTask]? {
        guard let tasks = tasks.value, tasks.contains(where: { $0.name == "kthreadd" && $0.isKernel }) else { return nil }
        return tasks
    }

    /// Whether the kernel says that it is a real-time one; nil where it cannot be known.
    var isRealTimeKernel: Bool? {
        if let value = look("/sys/kernel/realtime").value { return value == "1" }
        return look("/proc/version").value.map { $0.contains("PREEMPT_RT") }
    }

    /// The player as a shell finds him: by his number, as no name from outside may stand in a command; `$USER` where it is not known.
    var userInScript: ScriptText {
        let number = live.environment["SUDO_UID"].flatMap { UInt32($0) } ?? userIdentifier.flatMap { UInt32($0) }
        return number.map { "\"$(id -un \(Int($0)))\"" } ?? "\"$USER\""
    }

    /// The player's name; empty where it is not known.
    var user: String {
        if let name = live.environment["SUDO_USER"] { return name }
        let rows =
            look("/etc/passwd").value?.split(separator: "\n").map { $0.split(separator: ":", omittingEmptySubsequences: false) } ?? []
        let own = rows.first { $0.count > 2 && $0[2] == userIdentifier }.map { String($0[0]) }
        return own ?? live.environment["USER"] ?? ""
    }

    var isRoot: Bool { userIdentifier == "0" }

    /// The effective one of this process.
    private var userIdentifier: Substring? { look("/proc/self/status", line: "Uid:").value?.split(separator: "\t").dropFirst().first }

    /// Whether this process has an effective capability, by its number in capability.h.
    func hasCapability(_ number: UInt64) -> Bool {
        let bits = look("/proc/self/status", line: "CapEff:").value.flatMap { UInt64($0, radix: 16) } ?? 0
        return bits >> number & 1 == 1
    }

    /// The period that sound is made in here, in seconds: the running server's, else the one that Kanon asks for.
    var periodSeconds: Double { live.jack.map { Double($0.frames) / $0.sampleRate } ?? 64 / 48_000 }
}

extension StringProtocol {
    var trimmed: String {
        let start = drop { $0.isWhitespace }
        return String(start.prefix(upTo: start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex))
    }
}
