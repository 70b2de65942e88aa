extension Check {
    static let serviceLimits = Check(
        "service-limits", "Limits of services", why: "limits.d counts for logins alone: a systemd service gets what its unit says."
    ) { machine in
        let group = machine.look("/proc/self/cgroup")
        guard let path = group.value else { return .unknown("Whether this is a service cannot be seen.", group) }
        let settings = ["RTPRIO", "MEMLOCK"].map { machine.systemdDefault("DefaultLimit\($0)") }
        let given = settings.map { "\($0.path.split(separator: " ").last!) \($0.value ?? "is not set")" }.joined(separator: ", ")
        // A login's programs run below user@UID.service too, and have the login's limits.
        let unit = path.split(separator: "/").last { $0.hasSuffix(".service") }
        let fix = Fix(
            "Gives the service real time.",
            byHand: "systemctl edit the unit: [Service] LimitRTPRIO=95 LimitMEMLOCK=infinity, then restart it.")
        if let unit, !unit.hasPrefix("user@"), !path.contains("user.slice") {
            let isGranted = (machine.limit("Max realtime priority").value?.soft ?? 0) >= Machine.midiPriority
            return isGranted
                ? .ok("This is the service \(unit), and it has real time.", group)
                : Outcome(
                    verdict: .failure, says: "This is the service \(unit), without real time.", seen: [group] + settings, fixes: [fix])
        }
        return Outcome(
            verdict: .ok,
            says: "This is no service. For one, \(given): its unit needs LimitRTPRIO=95 and LimitMEMLOCK=infinity.",
            seen: [group] + settings)
    }
}

extension Machine {
    /// The last value that systemd's configuration gives a key.
    fileprivate func systemdDefault(_ key: String) -> Observation {
        let folder = "/etc/systemd/system.conf.d"
        let parts = (files.list(folder).value ?? []).filter { $0.hasSuffix(".conf") }.map { "\(folder)/\($0)" }
        let sights = (["/etc/systemd/system.conf"] + parts).map { look($0, line: key + "=") }
        return sights.last { $0.value != nil } ?? sights[0]
    }
}
