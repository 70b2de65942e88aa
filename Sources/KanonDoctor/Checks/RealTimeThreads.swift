extension Check {
    static let realTimeTasks = Check(
        "real-time-tasks", "Other real-time threads", why: "A thread at or above audio's priority holds it up for as long as it likes."
    ) { machine in
        guard let tasks = machine.allTasks else { return .unknown("Not all threads can be seen.", machine.taskObservation) }
        let own = ["jackd", "jackdbus", "kanon", "pipewire", "pipewire-pulse", "data-loop.0", "pw-data-loop", "wireplumber"]
        let players = Set(tasks.filter { own.contains($0.name) }.map(\.process))
        let above = tasks.filter {
            $0.isRealTime && !$0.isKernel && $0.priority >= Machine.audioPriority && !players.contains($0.process)
        }
        if above.isEmpty { return .ok("None stands at or above \(Machine.audioPriority).", machine.taskObservation) }
        let names = above.prefix(6).map(\.text).joined(separator: "; ")
        return .warning(
            "At or above audio's \(Machine.audioPriority): \(names).", machine.taskObservation,
            fix: Fix(
                "Lowers them below audio until they end.",
                above.prefix(6).map { "sudo chrt -f -p \(Machine.audioPriority - 15) \($0.thread)" }))
    }

    static let realTimeLoad = Check(
        "real-time-load", "Time of real-time threads", why: "Where they take all the time, the kernel stops them, and nothing else runs."
    ) { machine in
        guard let share = machine.live.realTimeShare else { return .unknown("It was not measured.") }
        let percent = Int((share * 100).rounded())
        let seen = Observation(path: "/proc/*/task/*/stat", reading: .value("\(percent) %"))
        if share < 0.5 { return .ok("They took \(percent) % of the processors.", seen) }
        let fix = Fix("Finds who takes it.", byHand: "ps -eLo cls,rtprio,pcpu,tid,comm --sort=-pcpu | grep -E '^ *(FF|RR)' names them.")
        let says = "They took \(percent) % of the processors."
        return share < 0.9 ? .warning(says, seen, fix: fix) : .failure(says, seen, fix: fix)
    }

    static let realTimeThrottle = Check(
        "real-time-throttle", "Brake on real-time threads",
        why: "The kernel stops real-time threads that take more than their share of each second, and saves the machine by that."
    ) { machine in
        let runtime = machine.look("/proc/sys/kernel/sched_rt_runtime_us")
        let period = machine.look("/proc/sys/kernel/sched_rt_period_us")
        guard let limit = runtime.value.flatMap({ Int($0) }), let whole = period.value.flatMap({ Int($0) }), whole > 0 else {
            return .unknown("The brake cannot be seen.", runtime, period)
        }
        let fix = Fix.sysctl("kernel", "sched_rt_runtime_us", 950_000, "Sets the kernel's own default.")
        if limit == 0 { return .failure("Real-time threads get no time at all.", runtime, period, fix: fix) }
        if limit < 0 { return .warning("It is off: a thread that hangs at FIFO takes the machine with it.", runtime, period, fix: fix) }
        let percent = limit * 100 / whole
        if percent < 80 { return .warning("They get \(percent) % of the time.", runtime, period, fix: fix) }
        return .ok("They get \(percent) % of the time.", runtime, period)
    }
}

extension Machine {
    var taskObservation: Observation {
        Observation(path: "/proc/*/task/*/stat", reading: tasks.map { "\($0.count) threads, \($0.filter(\.isRealTime).count) real-time" })
    }
}
