import ArgumentParser
import KanonControl
import KanonEngine

/// What every bench can be told.
struct BenchOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Only this build of the signal path: baseline or v3 (AVX2).", valueName: "name"))
    var kernel: Kernel?

    @Option(help: ArgumentHelp("A preset whose voices are measured too; may be repeated.", valueName: "name|file"))
    var preset: [String] = []

    @Option("Rounds of which the least counts.", in: 1...10_000, valueName: "n")
    var rounds = 15

    @Flag(help: "Print JSON.") var json = false

    /// What can be measured.
    enum Subject: CaseIterable {
        case voices, oscillators, effects
    }

    func validate() throws {
        guard kernel?.isAvailable ?? true else { throw ValidationError("This processor has no AVX2: --kernel can only be baseline.") }
    }

    /// Measures and prints.
    func run(_ subjects: Set<Subject>) throws {
        let presets = try Output.failing {
            try preset.map { name in (name: name, sound: try Library.standard.preset(name).sound) }
        }
        let kernels = kernel.map { [$0] } ?? Kernel.allCases.filter(\.isAvailable).reversed()
        var report = BenchReport(kernels: kernels.map(\.rawValue))
        for kernel in kernels {
            if subjects.contains(.voices) {
                let bench = VoiceBench(kernel: kernel, rounds: rounds)
                report.voices += bench.figures(presets: presets)
                report.idle.append(BenchReport.Idle(kernel: kernel.rawValue, nanosecondsPerFrame: bench.idleNanosecondsPerFrame()))
                report.blocks += BlockBench.figures(kernel: kernel, rounds: rounds)
            }
            if subjects.contains(.oscillators) { report.oscillators += OscillatorBench(kernel: kernel, rounds: rounds).figures() }
            if subjects.contains(.effects) { report.effects += EffectBench(kernel: kernel, rounds: rounds).figures() }
        }
        if json { try Output.json(report) } else { report.print() }
    }
}
