import KanonIO

extension Check {
    /// What of a period waking may cost.
    private static let periodShare = 0.1

    static let idleStates = Check(
        "idle-states", "Sleep of the cores", why: "A core that sleeps deep takes its time to wake, before every block and every key."
    ) { machine in
        let folder = "/sys/devices/system/cpu/cpu0/cpuidle"
        let list = machine.files.list(folder)
        let numbers = (list.value ?? []).compactMap { $0.hasPrefix("state") ? UInt16($0.dropFirst(5)) : nil }.sorted()
        guard let first = numbers.first else {
            return .unknown(
                "The kernel shows no states of sleep.", Observation(path: folder, reading: list.map { $0.joined(separator: " ") }))
        }
        let limit = Int(machine.periodSeconds * periodShare * 1_000_000)
        var deepest = (latency: -1, number: 0, path: "")
        for number in numbers {
            let latency = machine.look("\(folder)/state\(number)/latency")
            let disabled = machine.look("\(folder)/state\(number)/disable")
            guard let microseconds = latency.value.flatMap({ Int($0) }) else {
                return .unknown("A state's latency cannot be seen.", latency)
            }
            if disabled.value != "1", microseconds > deepest.latency { deepest = (microseconds, Int(number), latency.path) }
        }
        guard deepest.latency >= 0 else { return .ok("Every state of sleep is off.", machine.look("\(folder)/state\(first)/disable")) }
        let seen = Observation(path: deepest.path, reading: .value("\(deepest.latency)"))
        let says = "The deepest takes \(deepest.latency) µs to wake from"
        if deepest.latency <= limit { return .ok("\(says), within a tenth of a period.", seen) }
        return .warning(
            "\(says), more than a tenth of a period (\(limit) µs).", seen,
            fix: .setting(
                "idle-state\(deepest.number)", "/sys/devices/system/cpu/cpu*/cpuidle/state\(deepest.number)/disable", "1",
                "Turns that state off."))
    }

    static let idleLatencyDevice = Check(
        "idle-latency-device", "Keeping the cores awake",
        why:
            "Programs that open /dev/cpu_dma_latency, such as Ardour, keep the cores from deep sleep while they play; Kanon relies on the line above."
    ) { machine in
        let path = "/dev/cpu_dma_latency"
        let access = machine.files.access(path)
        let seen = Observation(path: path, reading: access.map { $0 ? "may be opened" : "may not be opened" })
        switch access.value {
        case true: return .ok("This user may open it.", seen)
        case nil: return .unknown("Whether it may be opened cannot be seen.", seen)
        case false:
            let group = machine.distribution.realTimeGroup
            let file: ScriptText = "/etc/udev/rules.d/60-kanon-latency.rules"
            let rule: ScriptText = "KERNEL==\"cpu_dma_latency\", GROUP=\"\(group)\", MODE=\"0660\""
            return .warning(
                "This user may not open it.", seen,
                fix: Fix(
                    "Gives it to the group \(group).",
                    [Fix.writing([rule], to: file), "sudo udevadm control --reload", "sudo udevadm trigger --name-match=cpu_dma_latency"]))
        }
    }
}
