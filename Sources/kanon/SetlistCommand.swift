import ArgumentParser
import KanonControl

/// Looking at setlists, and checking one's own.
struct SetlistCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "setlist", abstract: "List, show and check setlists: which preset each program number stands for.",
        subcommands: [List.self, Show.self, Check.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every setlist that is found.")
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            let library = Library.standard
            if library.setlists.isEmpty { Output.say("There is no setlist yet; docs/files.md says how to write one, and where to.") }
            try FileList.run(library.setlists, json: json) { _, entry throws(Diagnostics) in
                let setlist = try Setlist.load(path: entry.path, library: library)
                return Row(name: entry.name, description: setlist.description, presets: setlist.slots.count, path: entry.path)
            } columns: {
                [$0.name, "\($0.presets)", $0.description]
            }
        }

        private struct Row: Encodable {
            var name: String
            var description: String
            var presets: Int
            var path: String
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "The programs of a setlist and their presets, in its order.")
        @Argument(help: ArgumentHelp("The setlist.", valueName: "name|file")) var name: String

        func run() throws {
            try Output.failing {
                let library = Library.standard
                let path = try library.setlistPath(name)
                let setlist = try Setlist.load(path: path, library: library)
                Output.data("\(setlist.name): \(setlist.description)")
                Output.data(path.printable)
                Output.table(setlist.slots.map { [$0.title, $0.preset, $0.path] })
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check setlist files and their presets: one line a finding, as editors read it.")
        @Argument(help: ArgumentHelp("The setlists; all that are found, if none is named.", valueName: "name|file"))
        var names: [String] = []

        func run() throws {
            let library = Library.standard
            let setlists = library.setlistCatalogue
            try FileCheck.run(names.isEmpty ? setlists.entries.map(\.path) : names) { name in
                let path = try setlists.path(name)
                _ = try Setlist.load(path: path, library: library)
                return path
            }
        }
    }
}
