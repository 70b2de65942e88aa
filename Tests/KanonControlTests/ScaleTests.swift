import Foundation
import Testing

@testable import KanonControl

struct ScaleTests {
    private func parse(_ text: String) throws(Diagnostics) -> Scale { try Scale.parse(text, file: "s.scl") }

    @Test func `comments, ratios, cents, blanks and what follows a pitch are read as Scala's format says`() throws {
        let scale = try parse(
            """
            ! scale.scl
            !
            A scale of everything
            ! how many
             11 notes, of which
            !
            81/64
            408.0
            408.
            5
            -5.0
            10/20
            100.0 cents
             100.0 C#
             5/4   E\\
            \t3 / 2\tfifth
            .5
            what stands behind the last is ignored
            """)
        #expect(scale.description == "A scale of everything")
        let cents = [81.0 / 64, 0, 0, 5, 0, 0.5, 0, 0, 1.25, 1.5, 0].map { $0 > 0 ? 1200 * log2($0) : 0 }
        let expected = [cents[0], 408, 408, cents[3], -5, -1200, 100, 100, cents[8], cents[9], 0.5]
        #expect(zip(scale.cents, expected).allSatisfy { abs($0 - $1) < 1e-9 })
        #expect(scale.cents.count == 11)
    }

    @Test(arguments: ["\n", "\r\n", "\r"]) func `lines end as on any system, the description may be empty, blank lines do not count`(
        end: String
    ) throws {
        let scale = try parse(["! x", "", " 2 ", "", "3/2", "! y", "2/1", "", ""].joined(separator: end))
        #expect(scale.description == "")
        #expect(scale.cents == [1200 * log2(1.5), 1200])
    }

    @Test func `the greatest numbers are read, and those beyond them nearly`() throws {
        let scale = try parse("x\n2\n2147483647/2147483646\n123456789012345678901/123456789012345678900\n")
        #expect(abs(scale.cents[0] - 1200 * log2(2_147_483_647.0 / 2_147_483_646)) < 1e-12)
        #expect(abs(scale.cents[1]) < 1e-9)
    }

    @Test func `a file may be Latin-1, or begin with a mark of byte order`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.scl", Array("Gy".utf8) + [0xF6, 0x85] + Array("rgy\r\n1\r\n2/1\r\n".utf8))
        #expect(try Scale.load(path: path).description == "Gyö\u{85}rgy")
        #expect(try parse("\u{FEFF}! x\nname\n0\n").description == "name")
    }

    @Test func `degrees go on below and above the scale; without any there is one pitch`() throws {
        let scale = try parse("x\n3\n200.\n700.\n1200.\n")
        #expect((-4...4).map(scale.cents(ofDegree:)) == [-1700, -1200, -1000, -500, 0, 200, 700, 1200, 1400])
        let empty = try parse("x\n0\n")
        #expect((-2...2).map(empty.cents(ofDegree:)) == [0, 0, 0, 0, 0])
    }

    @Test(arguments: [
        ("", "1:1: the file ends before the number of notes; it follows the description"),
        ("! only a comment", "1:1: there is no description; the first line that is no comment describes the scale"),
        ("x\n! y\n", "3:1: the file ends before the number of notes; it follows the description"),
        ("x\n12a\n", "2:1: the number of notes cannot be \"12a\"; allowed is 0 … 65536"),
        ("x\n -1\n", "2:2: the number of notes cannot be -1; allowed is 0 … 65536"),
        ("x\n99999999999999999999\n", "2:1: the number of notes cannot be 99999999999999999999; allowed is 0 … 65536"),
        ("x\n2\n3/2\n", "2:1: 2 notes are announced, but 1 follow; the first note, 1/1, is not counted"),
        ("x\n1\n3/2\n2/1 ! octave\n\n 2/1\n", "6:1: here is a further note; 1 were announced; what is no note begins with !"),
        ("x\n1\n 100,5 cents\n", "3:2: a comma stands for no decimals; write a period; did you mean 100.5?"),
        ("x\n1\n-3/2\n", "3:1: a ratio cannot be -3/2; both its numbers are greater than 0"),
        ("x\n1\n0\n", "3:1: a ratio cannot be 0/1; both its numbers are greater than 0"),
        ("x\n1\n3/0\n", "3:1: a ratio cannot be 3/0; both its numbers are greater than 0"),
        ("x\n1\n3/\n", "3:1: a number should follow the slash; a ratio is written like 3/2"),
        ("x\n1\n3/2/1\n", "3:1: a ratio has two slashes; it has one, as in 3/2"),
        ("x\n1\n9999999.0\n", "3:1: 9999999.0 cents are too many; allowed is -1200000.0 … 1200000.0"),
        ("x\n1\n . \n", "3:2: a pitch cannot be \".\"; write cents with a period, as in 701.955, or a ratio, as in 3/2"),
    ])
    func `what is wrong is told with its place and what is allowed`(text: String, says: String) {
        let said = complaints { () throws(Diagnostics) in try parse(text) }
        #expect(said == "s.scl:" + says)
    }

    @Test func `every wrong pitch is told`() {
        let said = complaints { () throws(Diagnostics) in try parse("x\n3\nfoo\n1/0\n2/1\n") }
        #expect(said.split(separator: "\n").map { $0.prefix(9) } == ["s.scl:3:1", "s.scl:4:1"])
    }

    @Test func `no text makes the readers fail otherwise than by a finding`() {
        var random = Lehmer(seed: 38)
        let words = ["!", "\n", "\r\n", " ", "x", "12", "3/2", "100.", "-", "/", ".", ",", "0", "999999999999999999999", "é", "\0", "\t"]
        for _ in 0..<3000 {
            let text = (0..<random.below(60)).map { _ in words[random.below(words.count)] }.joined()
            if let scale = try? parse(text) { #expect(scale.cents.allSatisfy { $0.isFinite }) }
            if let mapping = try? KeyboardMapping.parse(text, file: "k.kbm") {
                #expect(Tuning(name: "", scale: .equal, mapping: mapping).hertz.count == 128)
            }
            let bytes = (0..<random.below(80)).map { _ in UInt8(random.below(256)) }
            let latin = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            _ = try? parse(latin)
            _ = try? KeyboardMapping.parse(latin, file: "k.kbm")
        }
    }
}
