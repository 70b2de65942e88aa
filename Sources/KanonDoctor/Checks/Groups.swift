extension Check {
    static let groups = Check(
        "groups", "Groups", why: "Limits and devices are given to groups, and a session has those that its user had at login."
    ) { machine in
        let session = machine.look("/proc/self/status", line: "Groups:")
        let table = machine.look("/etc/group")
        guard let own = session.value, let rows = table.value else { return .unknown("The groups cannot be seen.", session, table) }
        let identifiers = Set(own.split { $0 == " " || $0 == "\t" })
        var inSession: [Substring] = []
        var inTable: [Substring] = []
        for row in rows.split(separator: "\n") {
            let fields = row.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count == 4, ["audio", "realtime", "pipewire", "jackuser"].contains(fields[0]) else { continue }
            if identifiers.contains(fields[2]) { inSession.append(fields[0]) }
            if fields[3].split(separator: ",").contains(Substring(machine.user)) { inTable.append(fields[0]) }
        }
        let rowsSeen = Observation(path: table.path, reading: .value(inTable.isEmpty ? "none of these" : inTable.joined(separator: " ")))
        if let waiting = inTable.first(where: { !inSession.contains($0) }) {
            return .warning(
                "\(machine.user) is in \(waiting), but this session is not.", session, rowsSeen,
                fix: Fix("Gives the session its groups.", byHand: "Log out and in again."))
        }
        let wanted = machine.distribution.realTimeGroup
        if machine.isRoot { return .ok("root needs no group.", session) }
        if !inSession.isEmpty { return .ok("This session is in \(inSession.joined(separator: ", ")).", session, rowsSeen) }
        return .warning(
            "This session is in none of audio, realtime, pipewire, jackuser; here it is \(wanted) that counts.", session, rowsSeen,
            fix: machine.rights)
    }
}
