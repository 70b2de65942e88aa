import ArgumentParser
import Foundation
import KanonControl
import KanonEngine
import KanonIO

/// Turn a knob, and it moves a parameter from then on.
struct Learn: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Turn a knob: it moves the parameter from then on.",
        discussion: """
            Finds out what the knob sends (7 or 14 bits, a non-registered parameter, steps of a knob without ends, presses of a button) and \
            writes a rule into the mapping of its device. A mapping that came with Kanon stays as it is: a copy of your own is changed. \
            A Kanon that plays takes the rule at once.
            """)

    @Argument(help: ArgumentHelp("What it is to move; see kanon params. knob.1 to knob.8 are the preset's own.", valueName: "parameter"))
    var parameter: String

    @Option(help: ArgumentHelp("The mapping to change; auto is the one that is meant for the device.", valueName: "name|file|auto"))
    var mapping = SoundOptions.automatic

    @Option(
        help: ArgumentHelp(
            "MIDI devices to listen to, by name (* and ? stand for anything), or all; may be repeated.", valueName: "name"))
    var midi: [String] = []

    @Option(help: ArgumentHelp("The rule holds on any channel, or on the one that was seen.", valueName: "any|seen"))
    var channel: Scope = .any

    @Option(help: ArgumentHelp("What it does in another preset: pickup, jump or scale.", valueName: "rule")) var takeover: Takeover?

    @Option(help: ArgumentHelp("The ends of its travel, as in \"200 Hz, 12 kHz\".", valueName: "low,high")) var range: String?

    @Option(
        help: ArgumentHelp(
            "What the knob is, where that does not show: \(RelativeEncoding.names), or off for one with ends.", valueName: "encoding|off"))
    var relative: Relative?

    @Option("Wait so long for the knob.", in: PlayingTime.seconds, valueName: "n") var seconds = 60.0

    @Flag(help: "Write without asking.") var yes = false

    enum Scope: String, ExpressibleByArgument, CaseIterable { case any, seen }

    /// A value of `--relative`.
    struct Relative: ExpressibleByArgument {
        let manner: KnobControl.Manner

        init?(argument: String) {
            if argument == "off" {
                manner = .absolute
            } else if let encoding = RelativeEncoding(rawValue: argument) {
                manner = .relative(encoding)
            } else {
                return nil
            }
        }
    }

    func run() throws {
        // Every thread that is started from here on leaves these signals to the main thread.
        let signals = StopSignals()
        try Output.failing {
            let target = try KnobRule.parameter(parameter)
            let ends = try range.map { text throws(Diagnostics) in try KnobRule.range(text, of: target) }
            if mapping != SoundOptions.automatic { _ = try Library.standard.mapping(mapping) }
            guard yes || TerminalMode.isAvailable else {
                throw IOFailure("Standard input is no terminal, so nothing can be asked: --yes writes the rule without a question.")
            }
            try OpenFiles.require()
            try TextStream.talk.neverWait()
            let listening = try MidiListening("Kanon learn", names: midi)
            var session = LearnSession(
                listening: listening, signals: signals, parameter: target, manner: relative?.manner, seconds: seconds)
            var rule = KnobRule(try session.control(), to: target)
            rule.isForChannel = channel == .seen
            rule.range = ends
            rule.takeover = takeover
            try write(rule, listening, signals)
        }
    }

    /// Puts the rule where it belongs, and says what it did.
    private func write(_ rule: KnobRule, _ listening: MidiListening, _ signals: StopSignals) throws {
        let device = listening.devices[rule.control.device]
        Output.say("It is \(rule.control.title), of \"\(device?.name ?? listening.name(of: rule.control.device))\".")
        let option = mapping == SoundOptions.automatic ? nil : mapping
        guard device != nil || option != nil else {
            throw IOFailure("A program sent it, which has no mapping of its own: --mapping names the one to change.")
        }
        let home = try MappingHome(device?.client ?? "", usb: device?.usb, option: option, in: .standard)
        let edit = try MappingEditor.put(rule, into: home.text, file: home.path)
        for old in edit.replaced { Output.say("It takes the place of \(old).") }
        for line in edit.companions { Output.say("\(line).") }
        if !yes {
            guard try Question.ask("Write \(rule.text) to \(home.path)?", until: signals) else {
                throw IOFailure("Nothing was written.")
            }
        }
        try home.write(edit.text)
        Output.data("\(rule.text) is line \(edit.line) of \(home.path.printable)\(home.origin.remark).")
    }
}

extension Takeover: ExpressibleByArgument {}

extension RelativeEncoding {
    /// For help.
    static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension MappingHome.Origin {
    /// What is to be said of the file.
    fileprivate var remark: String {
        switch self {
        case .own: ""
        case .copy(let path): ", your copy of \(path)"
        case .new: ", a new mapping for this device, with the standard's controllers"
        }
    }
}
