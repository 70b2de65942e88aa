import ArgumentParser
import KanonEngine
import KanonIO

/// Which server, which outputs, which priorities.
struct AudioOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Start a JACK server on this card instead of looking for one.", valueName: "name"))
    var card: String?

    @Option(help: ArgumentHelp("Name of the JACK client.", valueName: "name"))
    var jackName = "Kanon"

    @Option(help: ArgumentHelp("Connect the outputs to the ports that fit, or to none.", valueName: "regex|none"))
    var connect: String?

    @Option(help: ArgumentHelp("Real time: auto takes what is granted, require insists, off does without.", valueName: "auto|require|off"))
    var rt: RealTime.Wish = .auto

    @Option("Priority of the MIDI thread, 1 to 95.", in: 1...RealTime.maximumPriority, valueName: "n")
    var rtPriority: Int?

    @Option(
        help: ArgumentHelp(
            "When a key sounds: steady, always the stated time later, or asap, up to a block sooner and unevenly.",
            valueName: "steady|asap"))
    var timing: EventTiming = .steady

    @Option(help: .hidden) var inject: FaultInjection?

    /// The same for the session.
    var session: AudioSession.Options {
        var options = AudioSession.Options()
        options.name = jackName
        options.card = card
        options.connections = JackConnections(option: connect)
        options.realTime = rt
        options.timing = timing
        options.fault = inject
        return options
    }
}

extension RealTime.Wish: ExpressibleByArgument {}

extension EventTiming: ExpressibleByArgument {}

extension FaultInjection: ExpressibleByArgument {
    /// Reads `burn=SECONDS@SECONDS` or `load=PERCENT`.
    public init?(argument: String) { self.init(argument) }
}
