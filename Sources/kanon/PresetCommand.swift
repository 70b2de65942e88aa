import ArgumentParser
import KanonControl
import KanonEngine

/// Looking at presets, and checking one's own.
struct PresetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preset", abstract: "List, show and check presets.", subcommands: [List.self, Show.self, Check.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Every preset that is found, in the order of MIDI programs.")
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            try FileList.run(Library.standard.presets, json: json) { program, entry throws(Diagnostics) in
                let preset = try Preset.load(path: entry.path)
                return Row(
                    program: program, name: entry.name, description: preset.description, tags: preset.tags, path: entry.path)
            } columns: {
                ["\($0.program)", $0.name, $0.tags.first ?? "", $0.description]
            }
        }

        private struct Row: Encodable {
            var program: Int
            var name: String
            var description: String
            var tags: [String]
            var path: String
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "What a preset sets, and what its knobs move.")
        @Argument(help: ArgumentHelp("The preset.", valueName: "name|file")) var name: String

        func run() throws {
            try Output.failing {
                let library = Library.standard
                let path = try library.presetPath(name)
                let preset = try Preset.load(path: path)
                Output.data("\(preset.name): \(preset.description)")
                Output.data(path.printable)
                let initial = Sound()
                Output.table(
                    changes(of: preset.sound) + others(of: preset)
                        + Parameter.all.filter { $0.section != .knob && preset.sound[$0.id] != initial[$0.id] }.map { parameter in
                            [parameter.key, parameter.quantity.print(preset.sound[parameter.id], digits: 4), parameter.row.help]
                        })
                Output.table(preset.knobs.map { knob in ["knob.\(knob.number)", knob.name, targets(of: knob)] })
            }
        }

        /// How it follows another preset, as far as that differs from what all do.
        private func changes(of sound: Sound) -> [[String]] {
            let usual = SoundChange()
            var rows: [[String]] = []
            if sound.change.rule != usual.rule {
                rows.append(["change.rule", sound.change.rule.rawValue, "What becomes of notes that sound when it follows another preset"])
            }
            if sound.change.seconds != usual.seconds {
                rows.append(["change.time", SoundChange.time.print(sound.change.seconds, digits: 4), "How long that takes"])
            }
            if !sound.locked.isEmpty {
                rows.append(["lock", sound.lockedNames.joined(separator: ", "), "What keeps the value that it had before"])
            }
            return rows
        }

        private func others(of preset: Preset) -> [[String]] {
            preset.others.isEmpty ? [] : [["morph.with", preset.others.joined(separator: ", "), "What morph.position leads to"]]
        }

        private func targets(of knob: Knob) -> String {
            knob.targets.compactMap { target in
                Parameter.all.first { $0.id == target.parameter }.map { parameter in
                    let quantity = parameter.quantity
                    return "\(parameter.key) \(quantity.print(target.low, digits: 3)) … \(quantity.print(target.high, digits: 3))"
                }
            }
            .joined(separator: ", ")
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check preset files: one line a finding, as editors read it.")
        @Argument(help: ArgumentHelp("The presets; all that are found, if none is named.", valueName: "name|file")) var names: [String] = []

        func run() throws {
            let presets = Library.standard.presetCatalogue
            try FileCheck.run(names.isEmpty ? presets.entries.map(\.path) : names) { name in
                let path = try presets.path(name)
                _ = try Preset.load(path: path)
                return path
            }
        }
    }
}
