import ArgumentParser

/// What sound costs on this machine.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure how many voices this machine can play, and what each part costs.",
        discussion: """
            Without a subcommand it measures everything. Times are a thread's own on the processor, the least of several \
            rounds, so that other programs hardly count. At 48 kHz a core has 20833 ns for each frame.
            """,
        subcommands: [Voices.self, Oscillators.self, Effects.self, CountCommand.self])

    @OptionGroup var options: BenchOptions

    func run() throws { try options.run(Set(BenchOptions.Subject.allCases)) }

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
