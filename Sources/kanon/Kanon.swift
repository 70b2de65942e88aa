import ArgumentParser
import CRealtime
import Glibc
import KanonIO

/// The command line.
@main
struct Kanon: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kanon",
        abstract: "Plays a MIDI keyboard, in real time.",
        discussion: """
            Plug in a USB MIDI keyboard, run kanon, play. Without a keyboard the letter keys of this terminal play: \
            a s d f … are the white keys, w e t y … the black ones.

              kanon                           play the default preset
              kanon play vortex               play the preset called vortex
              kanon play --record take.wav    and write down what is heard
              kanon play --demo               hear the bundled piece
              kanon preset list               what sounds there are
              kanon monitor                   see what a controller sends, and what it moves
              kanon learn knob.1              turn a knob, and it moves the preset's first macro
              kanon ctl preset next           tell the one that plays to play the next
            """,
        version: "0.1.0",
        subcommands: [
            Play.self, Ctl.self, Render.self, Devices.self, Monitor.self, Learn.self, PresetCommand.self, MappingCommand.self,
            SetlistCommand.self,
            TuningCommand.self, Params.self,
            MidiCommand.self, DoctorCommand.self, BenchCommand.self,
        ],
        defaultSubcommand: Play.self)

    /// Runs what the arguments ask for. As the library does, but that what is quoted of the arguments is printable, that what cannot be
    /// written is said, and that every end gives the terminal back.
    static func main() {
        TextStream.secure()
        kanon_endings_guard()
        Glibc.exit(Output.finish(run()))
    }

    /// The program's status.
    private static func run() -> Int32 {
        do {
            var command = try parseAsRoot()
            try command.run()
            return ExitCode.success.rawValue
        } catch {
            let code = exitCode(for: error)
            let message = fullMessage(for: error)
            if !message.isEmpty { code.isSuccess ? Output.coloured(message) : Output.say(message) }
            return code.rawValue
        }
    }
}
