import ArgumentParser
import Foundation
import KanonDoctor

/// What this machine and this process really got, and the exact fix.
struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "What keeps this machine from playing in time, and how to mend it.",
        discussion: """
            Looks, tries and measures; changes nothing. Ends with 0 when all is fine, 1 with warnings (or with something \
            unknown that decides), 2 where sound will break.
            """)
    @Flag(help: "Measure wake-ups for one second instead of ten.") var quick = false
    @Flag(help: "Print JSON.") var json = false
    @Flag(help: "Print a shell script with the fixes; nothing is run.") var fixScript = false

    func validate() throws {
        if json && fixScript { throw ValidationError("--json and --fix-script: one or the other") }
    }

    func run() throws {
        let report = try Output.failing { try Report.ofThisMachine(wakeUpSeconds: quick ? 1 : 10) }
        if json {
            try Output.json(report)
        } else if fixScript {
            Output.data(report.fixScript.description)
        } else {
            Output.coloured(report.text(isColoured: isatty(STDOUT_FILENO) == 1 && !hasNoColour))
        }
        if report.exitStatus != 0 { throw ExitCode(report.exitStatus) }
    }

    /// https://no-color.org
    private var hasNoColour: Bool { ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false }
}
