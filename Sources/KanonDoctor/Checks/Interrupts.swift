import KanonIO

extension Check {
    static let interruptThreads = Check(
        "interrupts", "Interrupt threads",
        why:
            "USB's interrupt brings the keys and the card's brings the blocks: below the threads that wait for them, each waits for the other."
    ) { machine in
        guard let tasks = machine.allTasks else { return .unknown("The kernel's threads cannot be seen.", machine.taskObservation) }
        let all = tasks.filter { $0.isKernel && $0.name.hasPrefix("irq/") }
        let usb = all.filter {
            $0.name.contains("xhci") || $0.name.contains("ehci") || $0.name.contains("ohci") || $0.name.contains("uhci")
        }
        let sound = all.filter { $0.name.contains("snd") }
        let seen = Observation(
            path: "/proc/*/task/*/stat",
            reading: .value((usb + sound).isEmpty ? "none of USB or sound" : (usb + sound).map(\.text).joined(separator: "; ")))
        if (usb + sound).isEmpty {
            return .ok("No interrupt of USB or sound is a thread; what there is of them interrupts directly, above every thread.", seen)
        }
        let low = usb.filter { $0.priority <= Machine.midiPriority } + sound.filter { $0.priority <= Machine.audioPriority }
        if low.isEmpty { return .ok("They stand above audio and MIDI.", seen) }
        let names = low.map(\.text).joined(separator: "; ")
        let commands: [ScriptText] =
            usb.filter { $0.priority <= Machine.midiPriority }.map { "sudo chrt -f -p 85 \($0.thread)" }
            + sound.filter { $0.priority <= Machine.audioPriority }.map { "sudo chrt -f -p 80 \($0.thread)" }
        let install = machine.distribution.install(debian: "rtirq-init", fedora: nil, arch: "rtirq")
        return .warning(
            "Below audio's \(Machine.audioPriority) or MIDI's \(Machine.midiPriority): \(names).", seen,
            fix: Fix(
                "Raises them now; rtirq does so at every start.", commands + [install].compactMap(\.self),
                byHand: install == nil ? "Repeat it after each start." : nil))
    }

    static let softInterrupts = Check(
        "soft-interrupts", "Soft interrupts",
        why: "Network and timers are worked off in ksoftirqd: above audio, a full network breaks the sound."
    ) { machine in
        guard let tasks = machine.allTasks else { return .unknown("The kernel's threads cannot be seen.", machine.taskObservation) }
        let threads = tasks.filter { $0.isKernel && $0.name.hasPrefix("ksoftirqd/") }
        guard let highest = threads.max(by: { $0.priority < $1.priority }) else {
            return .unknown("There is no ksoftirqd.", machine.taskObservation)
        }
        let seen = Observation(path: "/proc/\(highest.process)/stat", reading: .value(highest.isRealTime ? highest.text : "ordinary"))
        if !highest.isRealTime { return .ok("ksoftirqd is an ordinary thread.", seen) }
        if highest.priority < Machine.audioPriority { return .ok("ksoftirqd stands below audio, at \(highest.priority).", seen) }
        return .warning(
            "ksoftirqd stands at \(highest.priority), not below audio.", seen,
            fix: Fix("Makes it ordinary again.", threads.map { "sudo chrt -o -p 0 \($0.thread)" }))
    }
}
