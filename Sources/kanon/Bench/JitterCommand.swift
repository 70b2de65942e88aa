import ArgumentParser
import KanonControl
import KanonEngine
import KanonIO

/// How steadily the server calls, and what a callback costs.
struct JitterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jitter", abstract: "How steadily the server calls the audio thread, and what a callback costs.",
        discussion: """
            Plays held keys, softly, on the server that kanon play would take. On x86-64 it also counts the callbacks that ask the \
            system for anything, and those in which a page of memory is missing: both must be 0.
            """)

    @Option("Keys that are held.", in: 0...128, valueName: "n") var voices = 64
    @Option("Callbacks.", in: 1...10_000_000, valueName: "n") var callbacks = 10_000
    @Option(help: ArgumentHelp("A preset instead of two saws through a filter.", valueName: "name|file")) var preset: String?
    @Flag(help: "As fast as the server can, instead of in time.") var freewheel = false
    @OptionGroup var timing: TimingOptions
    @OptionGroup(title: "Sound card and real time") var audio: AudioOptions

    func run() throws {
        try Output.failing {
            let bed = try TimingBed(audio, sound: try preset.map { try Library.standard.preset($0).sound } ?? BenchSound.typical)
            let log = CallbackLog(capacity: callbacks)
            try bed.start(log)
            bed.press(0..<voices)
            if freewheel { try bed.session.client?.freewheel(true) }
            try bed.wait(until: log, has: callbacks)
            if freewheel { try bed.session.client?.freewheel(false) }
            try timing.give(report(bed, log))
        }
    }

    private func report(_ bed: TimingBed, _ log: CallbackLog) -> TimingReport {
        let callbacks = log.callbacks
        var report = bed.report("jitter", "\(voices) keys of \(preset ?? "two saws through a filter") held")
        let nanoseconds = callbacks.map { Double($0.processorNanoseconds) }
        report.distributions = [
            freewheel
                ? nil
                : Distribution(
                    "called later than by the card's time", unit: "µs",
                    BlockLine(callbacks, sampleRate: bed.session.sampleRate).lateMicroseconds),
            Distribution("processor time of a callback", unit: "µs", nanoseconds.map { $0 / 1000 }),
            Distribution("from begin to end of a callback", unit: "µs", callbacks.map { Double($0.microseconds) }),
        ].compactMap { $0 }
        report.counts["callbacks with a page fault"] = callbacks.count { $0.pageFaults > 0 }
        if log.watchesSystemCalls { report.counts["callbacks with a system call"] = callbacks.count(where: \.asksSystem) }
        if let cost = report.distributions.first(where: { $0.name.hasPrefix("processor") }), let block = bed.session.block {
            let share = cost.p999 / (Double(block.frames) / block.sampleRate * 1e6)
            report.remarks.append("p99.9 of its processor time is \(TimingReport.number(share * 100)) % of the block's.")
        }
        return report
    }
}
