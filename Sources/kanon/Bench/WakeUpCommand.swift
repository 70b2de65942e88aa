import ArgumentParser
import KanonIO

/// How late the kernel wakes a thread.
struct WakeUpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "wakeup", abstract: "How late the kernel wakes a thread of the MIDI thread's priority.",
        discussion: "No server is needed. A late waking of the audio thread is a click; of the MIDI thread, a note that comes late.")

    @Option("How long.", in: 0.001...86_400, valueName: "n") var seconds = 10.0
    @Option("Between two wakings, in µs; 1333 is a block of 64 frames at 48 kHz.", in: 50...1_000_000, valueName: "n") var interval = 1333
    @Option("Priority, 1 to 95; 0 for an ordinary thread.", in: 0...RealTime.maximumPriority, valueName: "n") var priority: Int?
    @OptionGroup var timing: TimingOptions

    /// A day of blocks of 64 frames at 48 kHz, and some; 16 bytes each.
    private static let mostWakings = 100_000_000

    func validate() throws {
        let count = Int(seconds * 1e6) / interval
        guard count <= Self.mostWakings else {
            throw ValidationError("--seconds and --interval make \(count) wakings: at most \(Self.mostWakings) are kept.")
        }
    }

    func run() throws {
        try Output.failing {
            let highest = RealTime.highestPriority()
            let usual = RealTime.midiPriority(audio: RealTime.serverPriority - 5)
            let wanted = priority ?? min(usual, highest)
            let result = try WakeUpProbe.run(priority: wanted > 0 ? wanted : nil, intervalMicroseconds: interval, seconds: seconds)
            var report = TimingReport(
                bench: "wakeup", setting: "woken every \(interval) µs for \(TimingReport.number(seconds)) s",
                scheduling: ["\(result.scheduling)"])
            report.distributions = [Distribution("woken too late by", unit: "µs", result.lateMicroseconds)].compactMap { $0 }
            if result.scheduling.priority == nil {
                report.remarks.append(
                    "Real-time priority was not \(wanted > 0 ? "granted" : "asked for"): kanon doctor says how to get it.")
            }
            try timing.give(report)
        }
    }
}
