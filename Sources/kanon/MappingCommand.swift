import ArgumentParser
import KanonControl

/// Looking at mappings, and checking one's own.
struct MappingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping", abstract: "List, show and check mappings of controllers.",
        subcommands: [List.self, Show.self, Check.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every mapping that is found.")
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            try FileList.run(Library.standard.mappings, json: json) { _, entry throws(Diagnostics) in
                Row(name: entry.name, description: try Mapping.load(path: entry.path).description, path: entry.path)
            } columns: {
                [$0.name, $0.description]
            }
        }

        private struct Row: Encodable {
            var name: String
            var description: String
            var path: String
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Which controller moves what, and what buttons and keys do.")
        @Argument(help: ArgumentHelp("The mapping.", valueName: "name|file")) var name: String

        func run() throws {
            try Output.failing {
                let path = try Library.standard.mappingPath(name)
                let mapping = try Mapping.load(path: path)
                Output.data("\(mapping.name): \(mapping.description)")
                Output.data(path.printable)
                Output.table(mapping.controllers.rows)
            }
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check mapping files: one line a finding, as editors read it.")
        @Argument(help: ArgumentHelp("The mappings; all that are found, if none is named.", valueName: "name|file")) var names: [String] =
            []

        func run() throws {
            let mappings = Library.standard.mappingCatalogue
            try FileCheck.run(names.isEmpty ? mappings.entries.map(\.path) : names) { name in
                let path = try mappings.path(name)
                _ = try Mapping.load(path: path)
                return path
            }
        }
    }
}
