import KanonIO

extension Check {
    static let wakeUps = Check(
        "wake-ups", "Wake-ups", why: "A thread that wakes later than its block allows leaves a hole in the sound.", mustBeKnown: true
    ) { machine in
        guard let test = machine.live.wakeUps else { return .unknown("They were not measured.") }
        let period = Int(machine.periodSeconds * 1_000_000)
        let count = test.counts.reduce(0, +)
        let seen = Observation(
            path: "clock_nanosleep, \(test.scheduling)",
            reading: .value("\(count) wake-ups, 99.9 % within \(test.percentile(0.999)) µs, the latest \(test.maximumMicroseconds) µs"))
        let says = "The latest of \(count) was \(test.maximumMicroseconds) µs late; a period is \(period) µs"
        let byHand = Fix(
            "Finds what holds it up.",
            byHand: "Mend the findings above and below first; then `sudo hwlatdetect` tells firmware from kernel.")
        if test.maximumMicroseconds >= period { return .failure("\(says).", seen, fix: byHand) }
        guard test.scheduling.priority != nil else {
            return .warning("\(says), measured without real-time priority.", seen, fix: machine.rights)
        }
        // What is left must hold the sound's own work.
        if test.maximumMicroseconds * 4 >= period { return .warning("\(says), of which this is a quarter or more.", seen, fix: byHand) }
        return .ok("\(says).", seen)
    }
}
