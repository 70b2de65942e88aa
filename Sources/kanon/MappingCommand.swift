import ArgumentParser
import KanonControl
import KanonEngine

/// Looking at mappings, and checking one's own.
struct MappingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mapping", abstract: "List, show and check mappings of controllers.",
        subcommands: [List.self, Show.self, Check.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every mapping that is found.")
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            var rows: [Row] = []
            var isBroken = false
            for entry in Library.standard.mappings {
                do throws(Diagnostics) {
                    let mapping = try Mapping.load(path: entry.path)
                    rows.append(Row(name: entry.name, description: mapping.description, path: entry.path))
                } catch {
                    Output.say(error.description)
                    isBroken = true
                }
            }
            if json {
                try Output.json(rows)
            } else {
                Output.table(rows.map { [$0.name, $0.description] })
            }
            if isBroken { throw ExitCode.failure }
        }

        private struct Row: Encodable {
            var name: String
            var description: String
            var path: String
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Which controller moves what.")
        @Argument(help: ArgumentHelp("The mapping.", valueName: "name|file")) var name: String

        func run() throws {
            try Output.failing {
                let path = try Library.standard.mappingPath(name)
                let mapping = try Mapping.load(path: path)
                Output.data("\(mapping.name): \(mapping.description)")
                Output.data(path)
                Output.table(mapping.controllers.rules.map(row))
                Output.data("pedal down from \(mapping.controllers.pedalDown), up below \(mapping.controllers.pedalUp)")
            }
        }

        private func row(_ rule: ControllerMap.Rule) -> [String] {
            let channel = rule.channel.map { "channel \($0 + 1)" } ?? "any channel"
            guard let parameter = Parameter.all.first(where: { $0.id == rule.parameter }) else { return [] }
            let quantity = parameter.quantity
            return [
                "CC \(rule.controller)", channel, parameter.key,
                "\(quantity.print(rule.low, digits: 3)) … \(quantity.print(rule.high, digits: 3))", rule.curve.name,
                rule.takeover.rawValue,
            ]
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check mapping files: one line a finding, as editors read it.")
        @Argument(help: ArgumentHelp("The mappings; all that are found, if none is named.", valueName: "name|file")) var names: [String] =
            []

        func run() throws {
            let library = Library.standard
            try FileCheck.run(names.isEmpty ? library.mappings.map(\.path) : names) { name in
                let path = try library.mappingPath(name)
                _ = try Mapping.load(path: path)
                return path
            }
        }
    }
}
