import ArgumentParser
import Foundation

/// How figures of times are given.
struct TimingOptions: ParsableArguments {
    @Flag(help: "Print JSON.") var json = false
    @Option(help: ArgumentHelp("Draw the histograms into a file.", valueName: "file.svg")) var svg: String?

    /// Prints, and draws where that is wanted.
    func give(_ report: TimingReport) throws {
        if let svg {
            do {
                try TimingHistogram.drawing(report).write(toFile: svg, atomically: true, encoding: .utf8)
            } catch {
                Output.say("\(svg) could not be written: \(error.localizedDescription)")
                throw ExitCode.failure
            }
        }
        if json { try Output.json(report) } else { report.print() }
    }
}
