import ArgumentParser
import KanonControl
import KanonEngine

/// The parameter table, for authors of presets and mappings.
struct Params: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Every parameter: its key, range, default and meaning.")
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let rows = Parameter.all.map { parameter in
            Row(
                key: parameter.key, range: parameter.quantity.rangeText,
                initial: parameter.quantity.print(parameter.row.initial, digits: 4), curve: parameter.row.curve.name,
                change: parameter.row.transition.rawValue, help: parameter.row.help)
        }
        if json {
            try Output.json(rows)
        } else {
            Output.table(
                [["PARAMETER", "RANGE", "DEFAULT", "CHANGE", "MEANING"]] + rows.map { [$0.key, $0.range, $0.initial, $0.change, $0.help] })
        }
    }

    private struct Row: Encodable {
        var key: String
        var range: String
        var initial: String
        var curve: String
        var change: String
        var help: String
    }
}
