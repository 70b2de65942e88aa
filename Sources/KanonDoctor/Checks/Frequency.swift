extension Check {
    static let governor = Check(
        "governor", "Processor speed", why: "A processor that saves power wakes slow, and the first blocks after a rest come late."
    ) { machine in
        let folder = "/sys/devices/system/cpu"
        let governors = machine.look(every: "cpu", in: folder, file: "cpufreq/scaling_governor").filter { !$0.reading.isMissing }
        guard let first = governors.first else {
            return .unknown(
                "The kernel does not govern the speed, or hides it; the firmware or the host may.",
                machine.look("\(folder)/cpu0/cpufreq/scaling_governor"))
        }
        if let hidden = governors.first(where: { $0.value == nil }) { return .unknown("The governor cannot be seen.", hidden) }
        guard let slow = governors.first(where: { $0.value != "performance" }) else { return .ok("performance, on every core.", first) }
        return .warning(
            "The governor is \(slow.text).", slow,
            fix: .setting(
                "governor", "/sys/devices/system/cpu/cpu*/cpufreq/scaling_governor", "performance", "Keeps every core at its speed."))
    }

    static let energyPreference = Check(
        "energy-preference", "Energy preference", why: "It tells the processor how hard to save power, whatever the governor says."
    ) { machine in
        let folder = "/sys/devices/system/cpu"
        let file = "cpufreq/energy_performance_preference"
        let preferences = machine.look(every: "cpu", in: folder, file: file).filter { !$0.reading.isMissing }
        guard let first = preferences.first else {
            return .unknown("This processor or its driver has no such preference.", machine.look("\(folder)/cpu0/\(file)"))
        }
        if let hidden = preferences.first(where: { $0.value == nil }) { return .unknown("The preference cannot be seen.", hidden) }
        guard let saving = preferences.first(where: { $0.value != "performance" && $0.value != "0" }) else {
            return .ok("performance, on every core.", first)
        }
        return .warning(
            "The preference is \(saving.text).", saving,
            fix: .setting(
                "energy", "/sys/devices/system/cpu/cpu*/cpufreq/energy_performance_preference", "performance",
                "Asks for speed on every core."))
    }
}
