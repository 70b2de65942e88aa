import ArgumentParser
import KanonControl

/// What Kanon makes of MIDI, as the standard's chart has it.
struct MidiCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "midi", abstract: "The MIDI implementation chart: what Kanon makes of each message.")
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let chart = ImplementationChart()
        if json { try Output.json(chart.rows) } else { Output.data(chart.markdown) }
    }
}
