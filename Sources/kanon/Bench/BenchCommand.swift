import ArgumentParser

/// What sound costs on this machine, and when it comes.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure what this machine can play, how late it is, and how steadily.",
        discussion: """
            Without a subcommand it measures what voices, oscillators and effects cost. Times are a thread's own on the processor, the least of several \
            rounds, so that other programs hardly count. At 48 kHz a core has 20833 ns for each frame.
            """,
        subcommands: [
            All.self, Voices.self, Oscillators.self, Effects.self, LatencyCommand.self, JitterCommand.self, WakeUpCommand.self,
            CountCommand.self, HashesCommand.self,
        ], defaultSubcommand: All.self)

    // Options of its own would be taken from those of the others that have the same name.
    struct All: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Voices, oscillators and effects; or a comparison of two results.")
        @OptionGroup var options: BenchOptions

        @Option(
            parsing: .upToNextOption,
            help: ArgumentHelp("Show two results of latency, jitter or wakeup --json side by side.", valueName: "before.json after.json"))
        var compare: [String] = []

        func run() throws {
            if !compare.isEmpty { return try TimingComparison(compare).print() }
            try options.run(Set(BenchOptions.Subject.allCases))
        }
    }

    struct Voices: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Voices in groups of many sizes, and the dearest blocks.")
        @OptionGroup var options: BenchOptions

        func run() throws { try options.run([.voices]) }
    }

    struct Oscillators: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every waveform.")
        @OptionGroup var options: BenchOptions

        func run() throws { try options.run([.oscillators]) }
    }

    struct Effects: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every effect, and the limiter.")
        @OptionGroup var options: BenchOptions

        func run() throws { try options.run([.effects]) }
    }
}
