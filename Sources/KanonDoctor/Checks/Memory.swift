extension Check {
    static let swap = Check("swap", "Swapped memory", why: "Memory that lies on the disk takes milliseconds to come back.") { machine in
        let areas = machine.look("/proc/swaps")
        let own = machine.look("/proc/self/status", line: "VmSwap:")
        let locked = machine.look("/proc/self/status", line: "VmLck:")
        guard let table = areas.value, let swapped = own.value else { return .unknown("It cannot be seen.", areas, own, locked) }
        let count = table.split(separator: "\n").count - 1
        let seen = Observation(path: areas.path, reading: .value("\(max(count, 0)) areas"))
        if !swapped.hasPrefix("0 ") {
            return .warning(
                "\(swapped) of this process lie there.", own, locked, seen,
                fix: Fix("Brings all back, if there is room.", ["sudo swapoff -a", "sudo swapon -a"]))
        }
        return .ok(count > 0 ? "Nothing of this process lies there." : "There is no swap.", own, locked, seen)
    }

    static let swappiness = Check(
        "swappiness", "Eagerness to swap", why: "A high value drops the program's pages for the disk's cache, as while recording."
    ) { machine in
        let setting = machine.look("/proc/sys/vm/swappiness")
        let areas = machine.look("/proc/swaps")
        guard let value = setting.value.flatMap({ Int($0) }), let table = areas.value else {
            return .unknown("It cannot be seen.", setting, areas)
        }
        if table.split(separator: "\n").count < 2 { return .ok("There is no swap.", setting) }
        if value <= 10 { return .ok("It is \(value).", setting) }
        return .warning("It is \(value).", setting, fix: .sysctl("vm", "swappiness", 10, "Swaps only when it must."))
    }

    static let hugePages = Check(
        "huge-pages", "Transparent huge pages", why: "The kernel moves memory to build huge pages, and whoever touches it meanwhile waits."
    ) { machine in
        let setting = machine.look("/sys/kernel/mm/transparent_hugepage/enabled")
        guard let value = setting.value else {
            return machine.isAbsent("/sys/kernel/mm/transparent_hugepage")
                ? .ok("This kernel has none.", setting) : .unknown("They cannot be seen.", setting)
        }
        if value.contains("[madvise]") || value.contains("[never]") { return .ok("Only for programs that ask, or for none.", setting) }
        guard value.contains("[always]") else { return .unknown("What is set is not known.", setting) }
        return .warning(
            "They are given to every program.", setting,
            fix: .setting("huge-pages", "/sys/kernel/mm/transparent_hugepage/enabled", "madvise", "Gives them to programs that ask."))
    }

    static let numaBalancing = Check(
        "numa-balancing", "NUMA balancing",
        why: "The kernel takes pages away to learn who uses them: a page fault in the audio thread each."
    ) { machine in
        let setting = machine.look("/proc/sys/kernel/numa_balancing")
        switch setting.value {
        case "0": return .ok("It is off.", setting)
        case nil:
            return setting.reading.isMissing && machine.isAbsent(setting.path)
                ? .ok("This kernel has none.", setting) : .unknown("It cannot be seen.", setting)
        default:
            return .warning("It is on.", setting, fix: .sysctl("kernel", "numa_balancing", 0, "Leaves pages where they are."))
        }
    }
}
