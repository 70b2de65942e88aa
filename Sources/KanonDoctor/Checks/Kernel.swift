extension Check {
    static let kernel = Check(
        "kernel", "Kernel", why: "Only PREEMPT_RT bounds how long the kernel's own work may hold up a thread that makes sound.",
        mustBeKnown: true
    ) { machine in
        let flag = machine.look("/sys/kernel/realtime")
        let version = machine.look("/proc/version")
        let release = machine.look("/proc/sys/kernel/osrelease")
        switch machine.isRealTimeKernel {
        case true: return .ok("Linux \(release.text) is a real-time kernel.", flag, version)
        case false:
            return .warning(
                "Linux \(release.text) is not a real-time kernel: under load a wake-up may take milliseconds.", flag, version,
                fix: machine.distribution.realTimeKernel(processor: machine.look("/proc/sys/kernel/arch").text))
        case nil: return .unknown("Whether the kernel is a real-time one cannot be seen.", flag, version)
        }
    }

    static let preemption = Check(
        "preemption", "Preemption", why: "The kernel's work is interrupted for sound at any point, at many, or at few of them."
    ) { machine in
        let mode = machine.look("/sys/kernel/debug/sched/preempt")
        let version = machine.look("/proc/version")
        let commandLine = machine.look("/proc/cmdline")
        if machine.isRealTimeKernel == true { return .ok("Full, by PREEMPT_RT.", machine.look("/sys/kernel/realtime"), version) }
        // The chosen mode stands in brackets.
        let chosen = mode.value?.split(separator: "(").last?.split(separator: ")").first.map(String.init)
        let asked = commandLine.value?.split(separator: " ").last { $0.hasPrefix("preempt=") }.map { String($0.dropFirst(8)) }
        guard let name = mode.value?.contains("(") == true ? chosen : asked else {
            if version.value?.contains("PREEMPT_DYNAMIC") == true {
                return .unknown(
                    "The kernel chose its mode at its start, and the place that tells which cannot be read here.", mode, version,
                    commandLine)
            }
            guard let text = version.value else { return .unknown("The mode cannot be seen.", mode, version, commandLine) }
            let built = text.contains("PREEMPT") ? "PREEMPT" : "no preemption"
            return .warning("Built with \(built), which is not real time.", version, commandLine)
        }
        let note = name == "full" ? "the most that is to be had without PREEMPT_RT, and not real time" : "which is not real time"
        return .warning("The mode is \(name), \(note).", mode, version, commandLine)
    }
}
