import KanonIO

extension Report {
    /// A shell script with every fix, its reason beside it. It is for reading first; nothing runs it. No text of a device, a file or
    /// the environment is in it.
    public var fixScript: ScriptText {
        var lines: [ScriptText] = [
            "#!/bin/bash",
            "# What kanon doctor proposes for this machine; it says itself what it found. Read it, leave out what you do not want, then",
            "# run it as the user who plays.",
        ]
        var written: [Fix] = []
        for finding in findings {
            for fix in finding.fixes where !written.contains(fix) {
                written.append(fix)
                lines += ["", "# \(finding.title): \(fix.reason)"]
                lines += fix.commands
                if let byHand = fix.byHand { lines.append("# By hand: \(byHand)") }
            }
        }
        if written.isEmpty { lines.append("# There is nothing to mend.") }
        return lines.joined(separator: "\n")
    }
}
