import ArgumentParser

/// The command line.
@main
struct Kanon: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "kanon", abstract: "Play a MIDI keyboard.")
}
