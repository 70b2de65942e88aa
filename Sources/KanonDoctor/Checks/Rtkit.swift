extension Check {
    static let rtkit = Check(
        "rtkit", "rtkit", why: "It lends priorities of up to 20, round robin, to desktop programs; Kanon needs more and does not ask it."
    ) { machine in
        guard let tasks = machine.tasks.value, !tasks.isEmpty else { return .unknown("Programs cannot be seen.", machine.taskObservation) }
        // The kernel keeps 15 characters of a name: all of this one's 12.
        if let daemon = tasks.first(where: { $0.name == "rtkit-daemon" }) {
            let seen = Observation(path: "/proc/\(daemon.process)/stat", reading: .value(daemon.name))
            return .ok("It runs, and is not used: the limits count.", seen)
        }
        guard machine.allTasks != nil else { return .unknown("Not all programs can be seen.", machine.taskObservation) }
        return .ok("It does not run, and is not needed.", machine.taskObservation)
    }
}
