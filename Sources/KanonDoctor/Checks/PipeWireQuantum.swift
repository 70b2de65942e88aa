extension Check {
    static let pipeWire = Check(
        "pipewire", "PipeWire's block", why: "PipeWire works in blocks of 1024 unless a program asks for less, and never below its least."
    ) { machine in
        guard let isRunning = machine.live.isPipeWireRunning else { return .unknown("Whether PipeWire runs was not asked.") }
        if !isRunning { return .ok("No PipeWire answers this user.", Observation(path: "pipewire-0", reading: .missing)) }
        let asked = machine.live.environment["PIPEWIRE_LATENCY"]
        let latency = Observation(path: "PIPEWIRE_LATENCY", reading: asked.map { .value($0) } ?? .missing)
        let least = machine.pipeWireSetting("default.clock.min-quantum")
        let fix = Fix(
            "Lets programs ask for 64 frames.",
            [
                "mkdir -p ~/.config/pipewire/pipewire.conf.d",
                "printf '%s\\n' 'context.properties = { default.clock.min-quantum = 32 }' > ~/.config/pipewire/pipewire.conf.d/60-kanon.conf",
                "systemctl --user restart pipewire",
            ])
        if let frames = least.value.flatMap({ Int($0) }), frames > 64 {
            return .warning("Its least block is \(frames) frames.", least, latency, fix: fix)
        }
        if let frames = asked?.split(separator: "/").first.flatMap({ Int($0) }), frames > 64 {
            return .warning(
                "PIPEWIRE_LATENCY asks for \(frames) frames.", latency, least,
                fix: Fix("Leaves it to Kanon, which asks for 64.", byHand: "In the shell that plays: unset PIPEWIRE_LATENCY"))
        }
        if let jack = machine.live.jack, machine.live.isPipeWireLibrary == true {
            let seen = Observation(path: "jack_get_buffer_size", reading: .value("\(jack.frames)"))
            if jack.frames > 128 { return .warning("It gives blocks of \(jack.frames) frames.", seen, latency, least, fix: fix) }
            return .ok("It gives blocks of \(jack.frames) frames.", seen, latency, least)
        }
        return .unknown("It runs; what it gives is seen only through its own library: pw-jack kanon doctor.", latency, least)
    }
}

extension Machine {
    /// The last value that PipeWire's configuration gives a key; comments do not count.
    fileprivate func pipeWireSetting(_ key: String) -> Observation {
        let own = live.environment["HOME"].map { ["\($0)/.config/pipewire"] } ?? []
        var paths: [String] = []
        for folder in ["/usr/share/pipewire", "/etc/pipewire"] + own {
            let parts = "\(folder)/pipewire.conf.d"
            paths.append("\(folder)/pipewire.conf")
            paths += (files.list(parts).value ?? []).filter { $0.hasSuffix(".conf") }.map { "\(parts)/\($0)" }
        }
        var found = Observation(path: "\(paths[0]) \(key)", reading: .missing)
        for path in paths {
            for line in (look(path).value ?? "").split(separator: "\n") {
                guard let range = line.firstRange(of: key), !line[..<range.lowerBound].contains("#"),
                    let number = line[range.upperBound...].firstMatch(of: /^\s*=\s*(\d+)/)
                else { continue }
                found = Observation(path: "\(path) \(key)", reading: .value(String(number.1)))
            }
        }
        return found
    }
}
