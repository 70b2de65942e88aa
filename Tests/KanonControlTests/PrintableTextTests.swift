import Foundation
import Testing

@testable import KanonControl

struct PrintableTextTests {
    /// One of every kind that a terminal obeys.
    static let hostile = [
        "\u{1B}[31m", "\u{9B}2J", "\u{07}", "\u{7F}", "\u{00}", "a\nb", "a\rb", "a\r\nb", "a\tb", "\u{85}", "\u{2028}", "\u{2029}",
        "\u{202E}abc",
        "\u{2066}x\u{2069}", "\u{200F}", "\u{FEFF}", "\u{AD}", "\u{E0041}",
    ]

    static func hasRaw(_ text: String) -> Bool {
        text.unicodeScalars.contains {
            [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
        }
    }

    @Test(arguments: [
        ("\u{1B}[31m", "\\x1B[31m"), ("\u{9B}2J", "\\x9B2J"), ("a\nb\tc\rd", "a\\nb\\tc\\rd"), ("\u{202E}", "\\u202E"),
        ("\u{2028}", "\\u2028"),
        ("\u{E0041}", "\\U000E0041"), ("\u{7F}", "\\x7F"),
    ])
    func `what a terminal obeys is shown as YAML writes it`(text: String, shown: String) { #expect(text.printable == shown) }

    @Test(arguments: ["Glas", "Klavier für Ä", "中文 مرحبا", "👩‍👩‍👧 می‌خواهم", "a \\ b \"c\"", ""])
    func `all other text stays as it is`(text: String) {
        #expect(text.printable == text)
        #expect(text.printableLines == text)
    }

    @Test(arguments: hostile)
    func `JSON means the same with every character shown`(text: String) throws {
        let data = try JSONEncoder().encode([text])
        let json = String(decoding: data, as: UTF8.self).printableJSON
        #expect(!Self.hasRaw(json))
        #expect(try JSONDecoder().decode([String].self, from: Data(json.utf8)) == [text])
    }

    @Test(arguments: hostile)
    func `no finding quotes a file's text or name raw, or on two lines`(text: String) {
        let yaml = text.unicodeScalars.map {
            "\\U" + String(repeating: "0", count: 8 - String($0.value, radix: 16).count) + String($0.value, radix: 16)
        }
        .joined()
        let files = [
            "kanon: preset/1\n\"\(yaml)\": 1\n", "kanon: \"\(yaml)\"\n", "kanon: preset/1\nfilter: {cutoff: \"\(yaml)\"}\n",
            "kanon: preset/1\nlock: [\"\(yaml)\"]\n", "kanon: preset/1\nknobs: {1: {to: \"\(yaml)\"}}\n",
            "kanon: preset/1\ntags: {\"\(yaml)\": 1}\n", "kanon: preset/1\nmodulation: [{from: \"\(yaml)\", to: pitch, amount: 1}]\n",
        ]
        for file in files {
            let found = complaints { () throws(Diagnostics) in try Preset.parse(file, file: "a\(text)b.yaml") }
            #expect(!found.isEmpty)
            #expect(found.split(separator: "\n", omittingEmptySubsequences: false).allSatisfy { !Self.hasRaw(String($0)) })
            #expect(found.split(separator: "\n").allSatisfy { $0.hasPrefix("a") })
        }
        let setlist = "kanon: setlist/1\npresets: [{program: 1, preset: \"\(yaml)\"}]\n"
        let found = complaints { () throws(Diagnostics) in
            try Setlist.parse(setlist, file: text, library: Library(roots: ["/nowhere" + text]))
        }
        #expect(!found.isEmpty && !Self.hasRaw(found))
    }

    @Test func `names, descriptions and tags are one printable line`() throws {
        let head = "name: \"N\\e\\nM\"\ndescription: |\n  first\n  second\n"
        let preset = try Preset.parse(
            "kanon: preset/1\n\(head)tags: [\"t\\e\"]\nknobs: {1: {name: \"k\\x9b\", to: filter.cutoff}}\n", file: "p")
        #expect(preset.name == "N\\x1B M")
        #expect(preset.description == "first second")
        #expect(preset.tags == ["t\\x1B"])
        #expect(preset.knobs.map(\.name) == ["k\\x9B"])
        let mapping = try Mapping.parse("kanon: mapping/1\n\(head)", file: "m")
        #expect(mapping.name == "N\\x1B M" && mapping.description == "first second")
    }

    @Test(arguments: hostile.filter { $0 != "\u{FEFF}" } + ["A \"quoted\" name", "back\\slash", "#1: {x}", "\u{1F3B9}"])
    func `a mapping for a device has its name, whatever that is`(name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("shipped/mappings/generic.yaml", "kanon: mapping/1\nknobs:\n  - {cc: 1, to: knob.1}\n")
        let library = Library(roots: [folder.path + "/own", folder.path + "/shipped"])
        let home = try MappingHome(name, usb: nil, option: nil, in: library)
        let mapping = try Mapping.parse(home.text, file: home.path)
        #expect(mapping.match?.matches(name: name, usb: nil) == true)
        #expect(mapping.controllers.rules.count == 1)
    }
}
