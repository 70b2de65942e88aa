import ArgumentParser
import KanonControl
import KanonEngine
import KanonIO

/// Shows what comes, and what becomes of it.
struct Monitor: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Show each MIDI message, when it arrived, and the rule of the mapping that it hits.",
        discussion: """
            Works beside a Kanon that plays. Clock ticks and active sensing are summed up every two seconds. The figure in µs is the time \
            from the kernel's stamp until Kanon's MIDI thread had the message. Ctrl-C ends it.
            """)

    @Option(
        help: ArgumentHelp(
            "MIDI devices to listen to, by name (* and ? stand for anything), or all; may be repeated.", valueName: "name"))
    var midi: [String] = []

    @Option(
        help: ArgumentHelp("Mapping of all controllers; auto takes for each the one that is meant for it.", valueName: "name|file|auto"))
    var mapping = SoundOptions.automatic

    @Option("Say what becomes of this MIDI channel only, as with play, 1 to 16.", in: 1...16, valueName: "n") var channel: UInt8?

    @Option("End after this time.", in: PlayingTime.seconds, valueName: "n") var seconds: Double?

    @Flag(help: "Print JSON, an object a line.") var json = false

    func run() throws {
        // Every thread that is started from here on leaves these signals to the main thread.
        let signals = StopSignals()
        try Output.failing {
            try OpenFiles.require()
            try TextStream.talk.neverWait()
            try TextStream.data.neverWait()
            let mappings = try MonitorMappings(mapping, library: .standard)
            let listening = try MidiListening("Kanon monitor", names: midi)
            var session = MonitorSession(
                listening: listening, mappings: mappings, channel: channel.map { $0 - 1 }, json: json)
            try session.run(until: signals, seconds: seconds)
        }
    }
}
