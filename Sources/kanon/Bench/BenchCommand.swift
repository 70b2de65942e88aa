import ArgumentParser
import KanonControl
import KanonEngine

/// What sound costs on this machine.
struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure what voices cost on this machine.")

    @Argument var preset = "glass"
    @Option var voices = 64
    @Option var only: String?

    func run() throws {
        for kernel in Kernel.allCases where kernel.isAvailable && (only == nil || only == kernel.rawValue) {
            let sound = try Library.standard.preset(preset).sound
            print(kernel.rawValue, VoiceBench.measure(sound, kernel: kernel, voices: voices))
        }
    }
}
