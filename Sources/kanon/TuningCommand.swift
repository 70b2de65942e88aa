import ArgumentParser
import Foundation
import KanonControl

/// Looking at tunings, and checking one's own.
struct TuningCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tuning", abstract: "Show and check tunings.", subcommands: [Show.self, Check.self], defaultSubcommand: Show.self)

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "The frequency of every key, and how far it is from equal temperament at 440 Hz, in cents.")
        @OptionGroup var options: TuningOptions
        @Flag(help: "Print JSON.") var json = false

        func run() throws {
            try Output.failing {
                let hertz = try TuningFiles(options.request).tuning.hertz
                let scale = Double(options.a4 ?? 440) / 440
                let rows = hertz.enumerated().map { key, hertz in
                    let hertz = hertz.map { $0 * scale }
                    return Row(key: key, name: Tuning.name(of: key), hertz: hertz, cents: hertz.map { Tuning.cents($0, of: key) })
                }
                if json {
                    try Output.json(rows)
                } else {
                    Output.table([["KEY", "NAME", "HZ", "CENTS"]] + rows.map(\.cells))
                }
            }
        }
    }

    private struct Row: Encodable {
        var key: Int
        var name: String
        var hertz: Double?
        var cents: Double?

        /// For people; a key that is silent has neither.
        var cells: [String] {
            guard let hertz, let cents else { return ["\(key)", name, "silent", ""] }
            return ["\(key)", name, String(format: "%.6f", hertz), String(format: "%+.4f", abs(cents) < 5e-5 ? 0 : cents)]
        }

        enum CodingKeys: CodingKey {
            case key, name, hertz, cents
        }

        // Nothing is written as null, not left out.
        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(key, forKey: .key)
            try container.encode(name, forKey: .name)
            try container.encode(hertz, forKey: .hertz)
            try container.encode(cents, forKey: .cents)
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Check .scl and .kbm files: one line a finding, as editors read it.")
        @Argument(help: ArgumentHelp("The files.", valueName: "file")) var paths: [String]

        func run() throws {
            try FileCheck.run(paths) { path in
                try TuningFiles.check(path: path)
                return path
            }
        }
    }
}
