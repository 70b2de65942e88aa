extension Check {
    static let simultaneousThreads = Check(
        "smt", "Two threads a core",
        why: "Two threads of one core share its units: what the other computes makes a block take up to twice as long."
    ) { machine in
        let control = machine.look("/sys/devices/system/cpu/smt/control")
        let active = machine.look("/sys/devices/system/cpu/smt/active")
        switch (active.value, control.value) {
        case ("0", _): return .ok("Each core runs one thread.", active, control)
        case ("1", _):
            return .warning(
                "The cores run two threads each.", active, control,
                fix: .setting(
                    "smt", "/sys/devices/system/cpu/smt/control", "off",
                    "Leaves each core one thread; costs up to a third of the machine's speed."))
        case (nil, "off"), (nil, "forceoff"), (nil, "notsupported"): return .ok("Each core runs one thread.", active, control)
        default: return .unknown("Whether the cores run two threads cannot be seen.", active, control)
        }
    }

    static let thermalThrottle = Check(
        "thermal", "Heat", why: "A processor that is too hot slows down in the middle of a block."
    ) { machine in
        let folder = "/sys/devices/system/cpu"
        let counters = ["core_throttle_count", "package_throttle_count"].flatMap {
            machine.look(every: "cpu", in: folder, file: "thermal_throttle/\($0)")
        }.filter { !$0.reading.isMissing }
        guard !counters.isEmpty else {
            return .unknown("This processor does not count it.", machine.look("\(folder)/cpu0/thermal_throttle/core_throttle_count"))
        }
        if let hidden = counters.first(where: { $0.value.flatMap { Int($0) } == nil }) {
            return .unknown("A count cannot be read.", hidden)
        }
        let worst = counters.max { Int($0.value!)! < Int($1.value!)! }!
        if worst.value == "0" { return .ok("Never slowed down since the start.", worst) }
        return .warning(
            "Slowed down by heat \(worst.text) times since the start.", worst,
            fix: Fix("Cools it.", byHand: "Clean the fan, give it air, or lower the greatest speed: a steady core beats a fast one."))
    }

    static let virtualization = Check(
        "virtualization", "Machine", why: "The host of a virtual machine stops it whenever it likes, and no priority inside counts there."
    ) { machine in
        let flags = machine.look("/proc/cpuinfo", line: "flags")
        let product = machine.look("/sys/class/dmi/id/product_name")
        let container = machine.look("/run/systemd/container")
        let byHand = Fix("Plays on the machine itself.", byHand: "Play outside of it.")
        let words = flags.value?.split(whereSeparator: \.isWhitespace) ?? []
        let names = ["KVM", "QEMU", "VirtualBox", "VMware", "Virtual Machine", "Standard PC"]
        let isNamed = names.contains { product.value?.contains($0) == true }
        let flagSeen = Observation(
            path: "/proc/cpuinfo flags", reading: flags.reading.map { _ in words.contains("hypervisor") ? "hypervisor" : "no hypervisor" })
        if words.contains("hypervisor") || isNamed { return .warning("A virtual machine.", flagSeen, product, fix: byHand) }
        if let marker = [container, machine.look("/.dockerenv"), machine.look("/run/.containerenv")].first(where: { $0.value != nil }) {
            let seen = Observation(path: marker.path, reading: .value("is there"))
            return .warning("A container: its host may give less than this says.", seen, flagSeen, fix: byHand)
        }
        if words.isEmpty && product.value == nil { return .unknown("Whether this is a virtual machine cannot be seen.", flagSeen, product) }
        return .ok("No sign of a virtual machine.", flagSeen, product)
    }
}
