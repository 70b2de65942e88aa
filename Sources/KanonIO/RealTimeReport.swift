/// What was asked of the kernel and what was got, for the player.
public struct RealTimeReport: Equatable, Sendable {
    /// How JACK's thread is scheduled.
    public var audio: Scheduling
    /// How the MIDI thread is scheduled; nil where there is none.
    public var midi: Scheduling?
    /// What the MIDI thread asked for; nil when nothing.
    public var midiPriorityWanted: Int?
    /// What stays in RAM.
    public var memory: RealTime.MemoryLock
    /// Whether real time was wanted at all.
    public var wish: RealTime.Wish
    /// The kernel's limits.
    public var limits: [ResourceLimit]
    /// Why processors may sleep deeply; nil where they do not.
    public var processorLatencyFailure: String?
    /// Whose commands are named.
    public var distribution: LinuxDistribution

    /// A report of what the parts said.
    public init(
        audio: Scheduling, midi: Scheduling? = nil, midiPriorityWanted: Int? = nil, memory: RealTime.MemoryLock,
        wish: RealTime.Wish = .auto, limits: [ResourceLimit] = [], processorLatencyFailure: String? = nil,
        distribution: LinuxDistribution = .current
    ) {
        self.audio = audio
        self.midi = midi
        self.midiPriorityWanted = midiPriorityWanted
        self.memory = memory
        self.wish = wish
        self.limits = limits
        self.processorLatencyFailure = processorLatencyFailure
        self.distribution = distribution
    }

    /// Whether all that was wanted was granted.
    public var isComplete: Bool { wish == .off || missing.isEmpty }

    /// What was got, a line a thing.
    public var lines: [String] {
        var lines = ["audio thread: \(audio)"]
        if let midi {
            let wanted = midiPriorityWanted.map { midi.priority == $0 ? "" : " (FIFO \($0) was asked for)" } ?? ""
            lines.append("MIDI thread: \(midi)\(wanted)")
        }
        switch memory {
        case .everything: lines.append("memory: all locked")
        case .engine(let bytes): lines.append("memory: the engine's \(bytes / 1024) KB locked")
        case .nothing(let reason): lines.append("memory: not locked (\(reason))")
        }
        return lines
    }

    /// The same, and what a player need not read to begin with.
    public var details: [String] {
        let sleep =
            processorLatencyFailure.map { "processors may sleep deeply (\($0))" } ?? "processors wake at once (/dev/cpu_dma_latency)"
        return lines + [sleep] + limits.map(\.description)
    }

    /// One sentence: what was not granted and how to get it. Nil when nothing is missing.
    public var advice: String? {
        guard !isComplete else { return nil }
        if limits.contains(where: \.isDeadly) { return ResourceLimit.deadlyAdvice }
        let commands = distribution.realTimeCommands(user: "$USER")
        let way = commands.isEmpty ? "" : " To get it: \(commands.joined(separator: ", ")), then log in again."
        return "Not granted: \(missing.joined(separator: ", ")).\(way) kanon doctor says more."
    }

    private var missing: [String] {
        var missing: [String] = []
        if audio.priority == nil, audio != .unknown { missing.append("real-time priority for audio") }
        if let midi, midiPriorityWanted != nil, midi.priority == nil { missing.append("real-time priority for MIDI") }
        if case .nothing = memory { missing.append("locked memory") }
        if limits.contains(where: \.isDeadly) { missing.append("time for real-time threads") }
        return missing
    }
}
