import Foundation
import KanonEngine
import Testing

struct ReferenceTests {
    @Test func `the reference of parameters is what the command prints; make reference renews it`() throws {
        let path = URL(filePath: #filePath).appending(path: "../../../docs/parameters.md").standardized
        let printed = try Command.run(["params"]).output
        #expect(try String(contentsOf: path, encoding: .utf8).contains("```\n\(printed)```"))
    }

    @Test func `the implementation chart is what the command prints; make reference renews it`() throws {
        let path = URL(filePath: #filePath).appending(path: "../../../docs/midi-implementation.md").standardized
        let printed = try Command.run(["midi"]).output
        #expect(try String(contentsOf: path, encoding: .utf8).contains("<!-- chart -->\n\(printed)<!-- end -->"))
    }

    private struct Row: Decodable {
        let key: String
        let change: String
    }

    @Test func `of every parameter it is said how it changes, and no choice is said to be ramped`() throws {
        let rows = try JSONDecoder().decode([Row].self, from: Data(try Command.run(["params", "--json"]).output.utf8))
        let printed = try Command.run(["params"]).output.split(separator: "\n").dropFirst()
        #expect(rows.map(\.key) == Parameter.all.map(\.key))
        #expect(printed.count == rows.count)
        for ((row, parameter), line) in zip(zip(rows, Parameter.all), printed) {
            #expect(["ramped", "crossfaded", "next note"].contains(row.change))
            #expect(row.change == parameter.row.transition.rawValue)
            #expect(line.contains("  \(row.change)  "))
            if case .choice = parameter.row.unit { #expect(row.change != "ramped", "\(row.key)") }
        }
    }
}
