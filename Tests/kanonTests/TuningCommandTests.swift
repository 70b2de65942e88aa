import Foundation
import KanonTesting
import Testing

@testable import KanonControl

/// `kanon tuning`, and what tunings sound like.
struct TuningCommandTests {
    private let folder: TemporaryFolder
    private let edo19: String

    init() throws {
        folder = try TemporaryFolder()
        let steps = (1...18).map { String(format: "%.6f", 1200 * Double($0) / 19) }
        edo19 = try folder.write("19.scl", "! 19.scl\n19 equal steps\n19\n" + steps.joined(separator: "\n") + "\n2/1\n")
    }

    private struct Row: Decodable {
        let key: Int
        let name: String
        let hertz: Double?
        let cents: Double?
    }

    private func show(_ arguments: String...) throws -> [Row] {
        let output = try Command.run(["tuning", "show", "--json"] + arguments).output
        return try JSONDecoder().decode([Row].self, from: Data(output.utf8))
    }

    @Test func `every key is shown with its frequency and how far it is from equal temperament`() throws {
        let rows = try show("--scl", edo19)
        #expect(rows.map(\.key) == Array(0..<128) && rows[60].name == "C4" && rows[69].name == "A4")
        for row in rows {
            let octaves = Double(row.key - 60) / 19
            #expect(abs(1200 * log2((row.hertz ?? 0) / (261.625_565_300_6 * exp2(octaves)))) < 1e-4)
            #expect(abs((row.cents ?? 0) - (1200 * octaves - Double(row.key - 60) * 100)) < 1e-4)
        }
        let lines = try Command.run(["tuning", "show", "--scl", edo19]).output.split(separator: "\n")
        #expect(lines.count == 129)
        let cells = [0, 61, 62].map { lines[$0].split(separator: " ").map(String.init) }
        #expect(cells[0] == ["KEY", "NAME", "HZ", "CENTS"])
        #expect(cells[1] == ["60", "C4", "261.625565", "+0.0000"])
        #expect(cells[2] == ["61", "C♯4", "271.346275", "-36.8421"])
        #expect(try Command.run(["tuning"]).output.contains("\n69   A4    440.000000    +0.0000\n"))
    }

    @Test func `a mapping's silent keys have no frequency, and A4 moves all that have one`() throws {
        let mapping = try folder.write("m.kbm", "2\n0\n127\n60\n60\n300\n0\n0\n")
        let rows = try show("--kbm", mapping, "--a4", "442")
        #expect(rows[60].hertz == 300 * 442.0 / 440 && rows[61].hertz == nil && rows[61].cents == nil)
        #expect(try Command.run(["tuning", "show", "--kbm", mapping]).output.contains("\n61   C♯4   silent"))
    }

    @Test func `findings are lines that an editor reads, of every file`() throws {
        let scale = try folder.write("bad.scl", "x\n2\n1,5\nfoo\n")
        let mapping = try folder.write("bad.kbm", "1\n0\n127\n60\n60\n440\n12\n y\n")
        let result = try Command.run(["tuning", "check", scale, edo19, mapping])
        #expect(result.status == 1 && result.output == "\(edo19): ok\n")
        let lines = result.errors.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("\(scale):3:1: ") && lines[1].hasPrefix("\(scale):4:1: ") && lines[2].hasPrefix("\(mapping):8:2: "))
        for verb in ["play", "show"] {
            let refused = try Command.run((verb == "show" ? ["tuning"] : []) + [verb, "--scl", scale, "--kbm", mapping])
            #expect(refused.status == 1 && refused.errors == result.errors)
        }
        let near = try Command.run(["tuning", "check", folder.file("19x.scl")])
        #expect(near.errors == "\(folder.file("19x.scl")): there is no such file; did you mean 19.scl?\n")
    }

    /// The left side of a song with this track, played by a sine.
    private func render(_ track: [UInt8], _ arguments: String...) throws -> [Float] {
        let song = folder.file("\(UUID().uuidString).mid")
        let body = track + [0, 0xFF, 0x2F, 0]
        let size = UInt32(body.count)
        // Ticks of 5 ms.
        let head: [UInt8] = [0, 0, 0, 6, 0, 0, 0, 1, 0, 100]
        var data = Data("MThd".utf8) + head + Data("MTrk".utf8)
        data += withUnsafeBytes(of: size.bigEndian) { Data($0) } + body
        try data.write(to: URL(filePath: song))
        let path = folder.file("\(UUID().uuidString).wav")
        let options = ["render", song, "-o", path, "--preset", "sine", "--set", "vibrato.wheel=0ct", "--format", "wav32f"]
        let result = try Command.run(options + arguments)
        #expect(result.status == 0, "\(result.errors)")
        let file = try Data(contentsOf: URL(filePath: path))
        let samples = Array(file[try #require(file.firstRange(of: Data("data".utf8))).upperBound...].dropFirst(4))
        return stride(from: 0, to: samples.count - 7, by: 8).map { index in
            Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(samples[index + $1]) << UInt32(8 * $1) })
        }
    }

    /// Two seconds of a key.
    private func held(_ key: UInt8) -> [UInt8] { [0, 0x90, key, 100, 0x83, 0x10, 0x80, key, 0] }

    private func cents(_ sound: ArraySlice<Float>, from hertz: Double) -> Double { 1200 * log2(frequency(of: sound, near: hertz) / hertz) }

    @Test(arguments: [41, 69, 96] as [UInt8]) func `a rendering sounds as the tuning is shown, within a hundredth of a cent`(key: UInt8)
        throws
    {
        let mapping = try folder.write("m.kbm", "0\n0\n127\n62\n69\n432.1\n0\n")
        for options in [["--scl", edo19], ["--scl", edo19, "--kbm", mapping, "--a4", "443.5"]] {
            let output = try Command.run(["tuning", "show", "--json"] + options).output
            let rows = try JSONDecoder().decode([Row].self, from: Data(output.utf8))
            let expected = try #require(rows[Int(key)].hertz)
            let sound =
                options.count == 2
                ? try render(held(key), options[0], options[1])
                : try render(
                    held(key), options[0], options[1], options[2], options[3], options[4], options[5])
            #expect(abs(cents(sound[4_800..<96_000], from: expected)) < 0.01)
        }
    }

    @Test func `tuning messages of a song are heard at their time, whatever the block`() throws {
        // After two seconds a quarter of a semitone up; after four, all of it down by an octave tuning for channel 1.
        let up: [UInt8] = [0x7F, 0x7F, 0x08, 0x02, 0, 1, 69, 69, 32, 0, 0xF7]
        let down: [UInt8] = [0x7F, 0x7F, 0x08, 0x08, 0, 0, 1] + [UInt8](repeating: 14, count: 12) + [0xF7]
        let broken: [UInt8] = [0x7F, 0x7F, 0x08, 0x08, 0, 0, 1, 14, 0xF7]
        var track: [UInt8] = [0, 0x90, 69, 100, 0x83, 0x11, 0xF0, UInt8(up.count)] + up
        track += [0x83, 0x10, 0xF0, UInt8(down.count)] + down + [0, 0xF0, UInt8(broken.count)] + broken + [0x83, 0x10, 0x80, 69, 0]
        let sounds = try ["16", "64", "1000"].map { try render(track, "--block", $0) }
        let areEqual = sounds[1] == sounds[0] && sounds[2] == sounds[0]
        #expect(areEqual)
        let sound = sounds[0]
        #expect(abs(cents(sound[4_800..<96_000], from: 440)) < 0.01)
        #expect(abs(cents(sound[110_000..<190_000], from: 440 * exp2(25.0 / 1200))) < 0.01)
        #expect(abs(cents(sound[206_000..<286_000], from: 440 * exp2(-25.0 / 1200))) < 0.01)
        // Not even a corner where it changes.
        #expect(zip(sound[90_000..<280_000], sound[90_001..<280_001]).allSatisfy { abs($0 - $1) < 0.06 })
    }
}
