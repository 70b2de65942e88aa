import Foundation
import Testing

@testable import KanonControl

struct KeyboardMappingTests {
    private func parse(_ text: String) throws(Diagnostics) -> KeyboardMapping { try KeyboardMapping.parse(text, file: "k.kbm") }

    /// Size, first, last, middle, reference, frequency, octave, then the entries.
    private func mapping(_ lines: String...) throws -> KeyboardMapping { try parse(lines.joined(separator: "\n") + "\n") }

    private func edo(_ count: Int, octave: Double = 1200) -> Scale {
        Scale(description: "", cents: (1...count).map { Double($0) * octave / Double(count) })
    }

    private func tuning(_ scale: Scale, _ mapping: KeyboardMapping = KeyboardMapping()) -> [Double?] {
        Tuning(name: "", scale: scale, mapping: mapping).hertz
    }

    private func isNear(_ a: Double?, _ b: Double) -> Bool { a.map { abs(1200 * log2($0 / b)) < 1e-6 } ?? false }

    @Test func `a file is read with its comments, in any case, on any system`() throws {
        let text = "! Template\n!\n! Size:\n 4 keys\n0\n127\n60\n63\n 440.5 Hz\n! octave\n7\n! Mapping\n0\nx\n X \n2\n"
        let mapping = try parse(text)
        #expect(mapping.size == 4 && mapping.keys == 0...127 && mapping.middleKey == 60 && mapping.octaveDegree == 7)
        #expect(mapping.referenceKey == 63 && mapping.referenceHertz == 440.5)
        #expect(mapping.degrees == [0, nil, nil, 2])
        #expect(try parse(text.replacing("\n", with: "\r\n")) == mapping)
        #expect(try parse("0\n0\n127\n60\n69\n440\n0\n").referenceHertz == 440)
    }

    @Test func `without a mapping the keys play degree by degree from middle C, which stays where it is`() {
        let edo19 = tuning(edo(19))
        #expect((0..<128).allSatisfy { isNear(edo19[$0], 261.625_565_300_598_6 * exp2(Double($0 - 60) / 19)) })
        // Carlos's alpha: one step of 78 cents, which never meets the octave.
        let alpha = tuning(Scale(description: "alpha", cents: [78]))
        #expect((0..<128).allSatisfy { isNear(alpha[$0], 261.625_565_300_598_6 * exp2(Double($0 - 60) * 78 / 1200)) })
        #expect((0..<128).allSatisfy { isNear(tuning(.equal)[$0], Tuning.equalHertz($0)) })
        #expect(tuning(Scale(description: "", cents: [])).allSatisfy { isNear($0, 261.625_565_300_598_6) })
    }

    @Test func `Pythagoras and quarter-comma meantone have their pure intervals, from the key that is given a frequency`() throws {
        let linear = try mapping("0", "0", "127", "60", "69", "440", "0")
        let ratios: [Double] = [
            256.0 / 243, 9.0 / 8, 32.0 / 27, 81.0 / 64, 4.0 / 3, 729.0 / 512, 1.5, 128.0 / 81, 27.0 / 16, 16.0 / 9, 243.0 / 128, 2,
        ]
        let pythagoras = tuning(Scale(description: "", cents: ratios.map { 1200 * log2($0) }), linear)
        #expect(isNear(pythagoras[69], 440) && isNear(pythagoras[62], 440 / 1.5) && isNear(pythagoras[60], 440 * 16 / 27))
        #expect(isNear(pythagoras[36], 110 * 16 / 27) && isNear(pythagoras[127], 440 * 1.5 * 16 / 27 * 32))
        // A fifth is the fourth root of 5, so that four of them are a pure third and two octaves.
        let fifth = 300 * log2(5.0)
        var cents = [Double](repeating: 1200, count: 12)
        for fifths in 1...11 { cents[fifths * 7 % 12 - 1] = (Double(fifths) * fifth).truncatingRemainder(dividingBy: 1200) }
        let meantone = tuning(Scale(description: "", cents: cents), linear)
        #expect(isNear(meantone[69], 440) && isNear(meantone[64], 220 * pow(5, 0.25)))
        for key in [60, 62, 64] { #expect(isNear(meantone[key + 4], (meantone[key] ?? 0) * 1.25)) }
    }

    @Test func `x and what is missing at the end are silent, in every repetition`() throws {
        let whites = tuning(
            .equal, try mapping("12", "0", "127", "60", "60", "250", "12", "0", "x", "2", "x", "4", "5", "x", "7", "x", "9"))
        #expect((0..<128).filter { whites[$0] != nil } == (0..<128).filter { [0, 2, 4, 5, 7, 9].contains($0 % 12) })
        #expect(isNear(whites[60], 250) && isNear(whites[72], 500) && isNear(whites[53], 250 * exp2(-7.0 / 12)))
    }

    @Test func `the pattern moves by degrees of the scale, and entries may be out of order and beyond the scale`() throws {
        // Twelve keys an octave of 31 steps.
        let entries = [0, 2, 5, 8, 10, 13, 15, 18, 20, 23, 26, 28].map(String.init)
        let subset = tuning(edo(31), try parse((["12", "0", "127", "60", "69", "440", "31"] + entries).joined(separator: "\n")))
        #expect(isNear(subset[69], 440) && isNear(subset[81], 880) && isNear(subset[67], 440 * exp2(-5.0 / 31)))
        #expect(isNear(subset[59], 440 * exp2(-(23.0 + 3) / 31)))
        // Two keys a fifth apart, octave by octave.
        let fifths = tuning(.equal, try mapping("2", "0", "127", "60", "60", "250", "12", "0", "7"))
        #expect(isNear(fifths[61], 250 * exp2(7.0 / 12)) && isNear(fifths[62], 500) && isNear(fifths[59], 125 * exp2(7.0 / 12)))
        // In an uneven scale the octave of a pattern depends on where it is: degree 2, then 4 of a scale of three.
        let uneven = Scale(description: "", cents: [200, 700, 1200])
        let moved = tuning(uneven, try mapping("1", "0", "127", "60", "60", "100", "2", "0"))
        #expect(isNear(moved[61], 100 * exp2(700.0 / 1200)) && isNear(moved[62], 100 * exp2(1400.0 / 1200)))
        let shuffled = tuning(.equal, try mapping("3", "0", "127", "60", "60", "100", "12", "12", "0", "19"))
        #expect(isNear(shuffled[60], 100) && isNear(shuffled[61], 50) && isNear(shuffled[62], 100 * exp2(7.0 / 12)))
        // 0 stands for the last degree.
        let same = tuning(edo(5), try mapping("1", "0", "127", "60", "60", "100", "0", "0"))
        #expect(isNear(same[61], 200))
    }

    @Test func `keys outside the range keep their pitch, and the reference may lie anywhere`() throws {
        let range = tuning(edo(19), try mapping("0", "48", "72", "60", "10", "50", "0"))
        #expect(isNear(range[47], Tuning.equalHertz(47)) && isNear(range[73], Tuning.equalHertz(73)))
        #expect(isNear(range[48], 50 * exp2(38.0 / 19)) && isNear(range[72], 50 * exp2(62.0 / 19)))
    }

    @Test func `frequencies that nothing can have are silent`() throws {
        let wild = tuning(Scale(description: "", cents: [1_200_000]))
        #expect((0..<128).filter { wild[$0] != nil } == [60])
    }

    @Test(arguments: [
        (
            "",
            "1:1: the file ends before the size of the map; size, first, last, middle and reference key, frequency and octave come"
                + " first, a line each"
        ),
        ("y\n", "1:1: the size of the map cannot be \"y\"; allowed is 0 … 65536"),
        ("0\n128\n", "2:1: the first key cannot be 128; allowed is 0 … 127"),
        ("0\n60\n 59\n", "3:2: the last key cannot be 59; allowed is 60 … 127"),
        ("0\n0\n127\n60\n69\n0\n", "6:1: the reference frequency cannot be \"0\"; allowed is a frequency in Hz, as in 440.0"),
        ("0\n0\n127\n60\n69\n440,5\n", "6:1: a comma stands for no decimals; write a period; did you mean 440.5?"),
        (
            "2\n0\n127\n60\n61\n440\n12\n0\nx\n",
            "5:1: the reference key 61 is unmapped; a frequency can only be given for a key that plays a degree"
        ),
        (
            "2\n0\n127\n60\n60\n440\n12\n0\n-1\n",
            "9:1: a degree cannot be -1; allowed is a degree of the scale, 0 and up, or x for a key that is silent; did you mean x?"
        ),
        (
            "2\n0\n127\n60\n60\n440\n12\n0\nfoo\n",
            "9:1: a degree cannot be \"foo\"; allowed is a degree of the scale, 0 and up, or x for a key that is silent"
        ),
        ("1\n0\n127\n60\n60\n440\n12\n0\n! y\n7\n", "10:1: a map of size 1 has a further entry; what is no entry begins with !"),
    ])
    func `what is wrong is told with its place and what is allowed`(text: String, says: String) {
        let said = complaints { () throws(Diagnostics) in try parse(text) }
        #expect(said == "k.kbm:" + says)
    }

    @Test func `of two files both are read, and a name says which kind one is`() throws {
        let folder = try TemporaryFolder()
        let scale = try folder.write("a.scl", "x\n1\ny\n")
        let mapping = try folder.write("b.KBM", "y\n")
        let said = complaints { () throws(Diagnostics) in try TuningFiles(TuningRequest(scale: scale, mapping: mapping)) }
        #expect(said.contains("a.scl:3:1: a pitch") && said.contains("b.KBM:1:1: the size"))
        #expect(complaints { () throws(Diagnostics) in try TuningFiles.check(path: mapping) }.hasPrefix("\(mapping):1:1: "))
        #expect(
            complaints { () throws(Diagnostics) in try TuningFiles.check(path: "c.txt") }
                == "c.txt: this is neither a scale nor a keyboard mapping; allowed are files .scl and .kbm")
        try folder.write("a.scl", "x\n1\n2/1\n")
        #expect(try TuningFiles(TuningRequest(scale: scale)).tuning.name == "a.scl")
        #expect(try TuningFiles().tuning == .equal)
    }
}
