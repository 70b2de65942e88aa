import ArgumentParser
import Foundation
import Testing

@testable import kanon

/// Every number on the command line has a range, and what lies outside is a mistake in the command.
struct NumberOptionTests {
    struct Row: Sendable, CustomStringConvertible {
        let command: any ParsableCommand.Type
        let arguments: [String]
        let option: String
        /// Both ends of what is allowed, and one step beyond each.
        let allowed: [String]
        let refused: [String]

        init(_ command: any ParsableCommand.Type, _ option: String, after arguments: [String] = [], allowed: [String], refused: [String]) {
            self.command = command
            self.arguments = arguments
            self.option = option
            self.allowed = allowed
            self.refused = refused
        }

        var description: String { "\(command._commandName) \(option)" }
        var name: String { "--" + option }
    }

    static let rows = [
        Row(Play.self, "channel", allowed: ["1", "16"], refused: ["0", "17", "257", "1.5"]),
        Row(Play.self, "seconds", allowed: ["0.001", "31536000"], refused: ["0", "1e-9", "31536001"]),
        Row(Play.self, "tempo", allowed: ["20", "300"], refused: ["19.9", "300.1"]),
        Row(Play.self, "polyphony", allowed: ["1", "1024"], refused: ["0", "1025", "1e2"]),
        Row(Play.self, "a4", allowed: ["400", "480"], refused: ["399", "481"]),
        Row(Play.self, "rt-priority", allowed: ["1", "95"], refused: ["0", "96"]),
        Row(Render.self, "rate", after: ["a.mid", "-o", "a.wav"], allowed: ["8000", "192000"], refused: ["7999", "192001", "0"]),
        Row(Render.self, "block", after: ["a.mid", "-o", "a.wav"], allowed: ["1", "8192"], refused: ["0", "8193"]),
        Row(Render.self, "tail", after: ["a.mid", "-o", "a.wav"], allowed: ["0", "3600"], refused: ["3601"]),
        Row(Render.self, "tempo", after: ["a.mid", "-o", "a.wav"], allowed: ["20"], refused: ["0"]),
        Row(TuningCommand.Show.self, "a4", allowed: ["440"], refused: ["0"]),
        Row(Monitor.self, "channel", allowed: ["1", "16"], refused: ["0", "17"]),
        Row(Monitor.self, "seconds", allowed: ["0.5"], refused: ["0"]),
        Row(Learn.self, "seconds", after: ["knob.1"], allowed: ["0.5"], refused: ["0"]),
        Row(HashesCommand.self, "every", after: ["folder", "baseline"], allowed: ["1", "1000"], refused: ["0", "1001"]),
        Row(BenchCommand.All.self, "rounds", allowed: ["1", "10000"], refused: ["0", "10001"]),
        Row(LatencyCommand.self, "strokes", allowed: ["1", "100000"], refused: ["0", "100001"]),
        Row(JitterCommand.self, "voices", allowed: ["0", "128"], refused: ["129"]),
        Row(JitterCommand.self, "callbacks", allowed: ["1", "10000000"], refused: ["0", "10000001"]),
        Row(WakeUpCommand.self, "seconds", allowed: ["0.001", "86400"], refused: ["0", "86401"]),
        Row(WakeUpCommand.self, "interval", allowed: ["50", "1000000"], refused: ["49", "1000001"]),
        Row(WakeUpCommand.self, "priority", allowed: ["0", "95"], refused: ["96"]),
    ]

    /// What is no number, or none that anything can be.
    static let hostile = [
        "nan", "-nan", "inf", "-inf", "infinity", "1e30", "1e300", "1e400", "-1e400", "-1", "", " ", "0x10", "0x1p3",
        "99999999999999999999",
        "9223372036854775807", "-9223372036854775808", "1,5", "١", "1e", "nan(1)",
    ]

    private func failure(_ command: any ParsableCommand.Type, _ arguments: [String]) -> (code: Int32, message: String)? {
        func parse(_ command: (some ParsableCommand).Type) -> (code: Int32, message: String)? {
            do {
                _ = try command.parse(arguments)
                return nil
            } catch {
                return (command.exitCode(for: error).rawValue, command.message(for: error))
            }
        }
        return parse(command)
    }

    @Test(arguments: rows)
    func `a number outside its range is refused, and the range is said`(row: Row) {
        for value in row.refused { #expect(self.failure(row.command, row.arguments + ["\(row.name)=\(value)"])?.code == 64, "\(value)") }
        let failure = self.failure(row.command, row.arguments + ["\(row.name)=1e300"])
        #expect(failure?.code == 64)
        #expect(failure?.message.contains(row.name) == true)
        #expect(failure?.message.contains("': allowed is ") == true)
        for value in row.allowed { #expect(self.failure(row.command, row.arguments + [row.name, value]) == nil, "\(value)") }
    }

    @Test(arguments: hostile)
    func `what is no number of the range is refused, of every kind of number`(text: String) {
        #expect(throws: ValidationError.self) { try Option<Int>.number(text, in: 0...100) }
        #expect(throws: ValidationError.self) { try Option<UInt8>.number(text, in: 0...255) }
        #expect(throws: ValidationError.self) { try Option<Float>.number(text, in: 0...100) }
        #expect(throws: ValidationError.self) { try Option<Double>.number(text, in: 0...100) }
    }

    @Test(arguments: [
        "burn=nan@1", "burn=1@inf", "burn=1e30@1", "load=nan", "load=101", "load=-1", "load=", "burn=1", "burn=1@2@3", "burn=0x1@-1",
    ])
    func `a fault to inject has its range too`(value: String) {
        #expect(failure(Play.self, ["--inject", value])?.code == 64)
    }

    @Test func `as many wakings as fit into memory are measured`() {
        #expect(failure(WakeUpCommand.self, ["--seconds", "86400", "--interval", "50"])?.code == 64)
        #expect(failure(WakeUpCommand.self, ["--seconds", "86400"]) == nil)
    }

    @Test func `no option that is a number is left out here`() throws {
        let help = try Command.run(["--experimental-dump-help"])
        let tree = try #require(try JSONSerialization.jsonObject(with: Data(help.output.utf8)) as? [String: Any])
        let tested = Set(Self.rows.map(\.option))
        func visit(_ command: [String: Any], _ path: [String]) {
            for argument in command["arguments"] as? [[String: Any]] ?? [] {
                guard let kind = argument["kind"] as? String, kind == "option", let name = argument["valueName"] as? String,
                    ["n", "hertz", "frames", "seconds", "bpm"].contains(name),
                    let names = argument["names"] as? [[String: Any]], let option = names.last?["name"] as? String
                else { continue }
                #expect(tested.contains(option), "\(path) --\(option)")
            }
            for next in command["subcommands"] as? [[String: Any]] ?? [] {
                visit(next, path + [next["commandName"] as? String ?? ""])
            }
        }
        visit(try #require(tree["command"] as? [String: Any]), [])
    }

    @Test(arguments: [
        ["render", "a.mid", "-o", "a.wav", "--tail", "inf"], ["render", "a.mid", "-o", "a.wav", "--tail", "1e300"],
        ["play", "--seconds", "nan"], ["play", "--seconds", "inf"], ["play", "--seconds", "1e30"],
        ["learn", "knob.1", "--seconds", "1e300"],
    ])
    func `the program ends with a sentence`(arguments: [String]) throws {
        let result = try Command.run(arguments)
        #expect(result.status == 64)
        #expect(result.errors.contains(/: allowed is 0(.001)? to \d+\.\n/))
    }
}
