extension Check {
    static let sequencer = Check(
        "sequencer", "ALSA sequencer", why: "Keyboards reach Kanon through it.", mustBeKnown: true
    ) { machine in
        let path = "/dev/snd/seq"
        let access = machine.files.access(path)
        let seen = Observation(path: path, reading: access.map { $0 ? "may be opened" : "may not be opened" })
        switch access {
        case .value(true): return .ok("This user may open it.", seen)
        case .value(false): return .failure("This user may not open it.", seen, fix: machine.rights)
        case .missing: return .failure("There is none: no keyboard can be heard.", seen, fix: .module("snd-seq", "Loads the sequencer."))
        case .unreadable: return .unknown("Whether it may be opened cannot be seen.", seen)
        }
    }

    static let sequencerTimer = Check(
        "sequencer-timer", "Sequencer's timer",
        why: "Programs that play through the sequencer's queue are as exact as its timer; Kanon stamps by itself."
    ) { machine in
        let timers = machine.look("/proc/asound/timers")
        guard let text = timers.value else { return .unknown("The timers cannot be seen.", timers) }
        let rows = text.split(separator: "\n")
        if let fine = rows.first(where: { $0.contains("HR timer") }) {
            return .ok("There is a high-resolution timer.", Observation(path: timers.path, reading: .value(String(fine))))
        }
        return .warning(
            "There is none of high resolution.", timers, fix: .module("snd-hrtimer", "Loads a timer of high resolution."))
    }
}
