import KanonIO

extension Check {
    static let priorityProbe = Check(
        "priority-probe", "Real-time priority", why: "Without it every other program may hold up the sound.", mustBeKnown: true
    ) { machine in
        guard let highest = machine.live.highestPriority else { return .unknown("It was not tried.") }
        let wanted = Machine.midiPriority
        let seen = Observation(path: "SCHED_FIFO, tried", reading: .value("\(highest)"))
        if highest >= wanted { return .ok("A thread was granted FIFO \(highest); Kanon asks for up to \(wanted).", seen) }
        if highest > 0 {
            return .warning("A thread was granted FIFO \(highest) only; Kanon asks for up to \(wanted).", seen, fix: machine.rights)
        }
        // With a right that the kernel does not honour, a control group has no time to give.
        if let soft = machine.limit("Max realtime priority").value?.soft, soft > 0 {
            return .failure(
                "No thread was granted real time although the limit is \(soft): its control group has no real-time share.", seen,
                machine.look("/proc/self/cgroup"),
                fix: Fix(
                    "Gives the session's control group real-time share.",
                    byHand:
                        "Write 950000 to cpu.rt_runtime_us of the group and all above it, or use a kernel without CONFIG_RT_GROUP_SCHED."
                ))
        }
        return .failure("No thread was granted real time.", seen, fix: machine.rights)
    }

    static let priorityLimit = Check(
        "priority-limit", "Limit of priority", why: "The limit says how high a thread of this session may ask to stand.", mustBeKnown: true
    ) { machine in
        let limit = machine.limit("Max realtime priority")
        guard let value = limit.value else { return .unknown("The limit cannot be seen.", limit.observation) }
        let wanted = Machine.midiPriority
        if value.soft >= wanted { return .ok("RTPRIO is \(value.text).", limit.observation) }
        // Capabilities go past the limit.
        if (machine.live.highestPriority ?? 0) >= wanted {
            return .ok("RTPRIO is \(value.text), and this process may go past it.", limit.observation)
        }
        if value.hard >= wanted {
            return .warning(
                "RTPRIO is \(value.text): the soft limit must be raised first.", limit.observation,
                fix: Fix("Raises the soft limit to the hard one, in this shell.", byHand: "In the shell that plays: ulimit -S -r \(wanted)")
            )
        }
        let says = "RTPRIO is \(value.text), and Kanon asks for \(wanted)."
        return value.soft == 0
            ? .failure(says, limit.observation, fix: machine.rights) : .warning(says, limit.observation, fix: machine.rights)
    }

    static let memoryLimit = Check(
        "memory-limit", "Limit of locked memory", why: "Memory that is not locked may lie on the disk when a note needs it.",
        mustBeKnown: true
    ) { machine in
        let limit = machine.limit("Max locked memory")
        guard let value = limit.value else { return .unknown("The limit cannot be seen.", limit.observation) }
        if value.soft == .max { return .ok("MEMLOCK is unlimited.", limit.observation) }
        if machine.hasCapability(14) { return .ok("MEMLOCK is \(value.text), and this process may go past it.", limit.observation) }
        let fix =
            value.hard == .max
            ? Fix("Raises the soft limit to the hard one, in this shell.", byHand: "In the shell that plays: ulimit -S -l unlimited")
            : machine.rights
        guard let engine = machine.live.engineBytes, value.soft >= engine else {
            return .failure("MEMLOCK is \(value.soft / 1024) KB, too little for the engine.", limit.observation, fix: fix)
        }
        return .warning(
            "MEMLOCK is \(value.soft / 1024) KB: the engine's \(engine / 1024) KB stay, the rest of the program may go.", limit.observation,
            fix: fix)
    }

    static let processorTimeLimit = Check(
        "processor-time-limit", "Limit of real-time work",
        why: "A thread that works longer without a pause gets SIGXCPU at the soft limit and SIGKILL at the hard one.", mustBeKnown: true
    ) { machine in
        let limit = machine.limit("Max realtime timeout")
        guard let value = limit.value else { return .unknown("The limit cannot be seen.", limit.observation) }
        let fix = Fix(
            "Takes the limit away.",
            byHand: "Remove or raise the lines with rttime in /etc/security/limits.conf and limits.d, then log in again.")
        if value.soft == .max && value.hard == .max { return .ok("RTTIME is unlimited.", limit.observation) }
        let least = min(value.soft, value.hard)
        if least == 0 { return .failure("RTTIME is 0: the kernel kills every real-time thread at once.", limit.observation, fix: fix) }
        if least < 100_000 { return .warning("RTTIME is \(least) µs, shorter than a long preset change.", limit.observation, fix: fix) }
        return .ok("RTTIME is \(least) µs without a pause, far above a period.", limit.observation)
    }
}

extension Machine {
    var rights: Fix { distribution.grantRealTime(to: userInScript) }
}
