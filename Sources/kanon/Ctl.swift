import ArgumentParser
import Foundation
import KanonControl
import KanonIO

/// Tells a running instance what to do.
struct Ctl: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Tell a Kanon that plays what to do.",
        discussion: """
            Without a command, lines are read, each a command.

            \(ControlVerb.overview)
            """)

    @Argument(help: ArgumentHelp("The command.", valueName: "command")) var words: [String] = []

    @Option(help: ArgumentHelp("Which one, if several play: its name as a JACK client.", valueName: "name"))
    var name: String?

    @Option(help: ArgumentHelp("For preset: how it follows the one that plays: morph, tail or cut, as in morph:2s.", valueName: "rule"))
    var change: String?

    @Option(help: ArgumentHelp("For tuning: the scale, a file of Scala.", valueName: "file.scl"))
    var scl: String?

    @Option(help: ArgumentHelp("For tuning: the keyboard mapping.", valueName: "file.kbm"))
    var kbm: String?

    @Flag(help: "Print answers as JSON.") var json = false

    /// The command with its options, as it is written without this program.
    private var command: [String] {
        let options = [(ChangeRequest.option, change), (TuningRequest.scaleOption, scl), (TuningRequest.mappingOption, kbm)]
        return words + options.flatMap { option, value in value.map { [option, $0] } ?? [] }
    }

    func validate() throws {
        guard change == nil || words.first == ControlVerb.preset.rawValue else {
            throw ValidationError("\(ChangeRequest.option) goes with \(ControlVerb.preset.usage).")
        }
        guard scl == nil && kbm == nil || words.first == ControlVerb.tuning.rawValue else {
            throw ValidationError("\(TuningRequest.scaleOption) and \(TuningRequest.mappingOption) go with \(ControlVerb.tuning.usage).")
        }
        guard !words.isEmpty else { return }
        do throws(Diagnostics) {
            _ = try ControlCommand.parse(command)
        } catch {
            throw ValidationError(error.description)
        }
    }

    func run() throws {
        guard !words.isEmpty else { return try prompt() }
        try Output.failing {
            let command = try ControlCommand.parse(command)
            if command == .help { return Output.data(ControlVerb.overview) }
            guard try RunningKanon(name).tell(command, json: json) else { throw ExitCode.failure }
        }
    }

    /// A command a line, until they end.
    private func prompt() throws {
        try Output.failing {
            let kanon = try RunningKanon(name)
            var isFine = true
            // Only a player is asked; a program that writes lines is not.
            while let line = nextLine() {
                let words = line.split(separator: " ").map(String.init)
                if words.isEmpty { continue }
                let isDone = try tell(kanon, words)
                // A program that writes lines waits for each answer.
                try Output.flush()
                isFine = isFine && isDone
            }
            guard isFine else { throw ExitCode.failure }
        }
    }

    private func nextLine() -> String? {
        if TerminalMode.isAvailable { Output.ask("kanon> ") }
        return readLine()
    }

    /// False where it was not done.
    private func tell(_ kanon: RunningKanon, _ words: [String]) throws(IOFailure) -> Bool {
        let command: ControlCommand
        do throws(Diagnostics) {
            command = try ControlCommand.parse(words)
        } catch {
            Output.say(error.description)
            return false
        }
        return try kanon.tell(command, json: json)
    }
}
