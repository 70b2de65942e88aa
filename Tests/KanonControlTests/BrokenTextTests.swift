import Testing

@testable import KanonControl

struct BrokenTextTests {
    static let anchor = "write the value where it is needed"
    static let alias = "write the value itself, or put text that begins with * in quotes"

    @Test(arguments: [
        Broken(
            "name: \"x",
            "p.yaml:2:9: this is not YAML: found unexpected end of stream while scanning a quoted scalar of line 2"),
        Broken(
            "tags: [a, b",
            "p.yaml:3:1: this is not YAML: did not find expected ',' or ']' while parsing a flow sequence of line 2"
        ),
        Broken("\tname: x", "p.yaml:2:1: a tab cannot indent; use spaces"),
        Broken("filter:\n\tcutoff: 1 kHz", "p.yaml:3:1: a tab cannot indent; use spaces"),
        Broken("name: @x", "p.yaml:2:7: \"@\" cannot begin a word; put the text in quotes"),
        Broken(
            "name: a: b",
            "p.yaml:2:8: a colon is not expected here; write one key a line, and text with a colon in quotes"),
        Broken("name\n", "p.yaml:3:1: there is no colon after the key; write key: value"),
        Broken("---\nname: x", "p.yaml:2:1: a second document begins here; a file holds one"),
        Broken("? [a, b]\n: 1", "p.yaml:2:3: a key cannot be a list or a map; a key is a word"),
        Broken("name: x\u{7}", "p.yaml:2:8: the control character U+0007 is not text; is this a YAML file?"),
        Broken("name: x\u{0}", "p.yaml:2:8: the control character U+0000 is not text; is this a YAML file?"),
    ])
    func `text that is not YAML is told where and why`(broken: Broken) {
        let text = "kanon: preset/1\n" + broken.text
        #expect(complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") } == broken.says)
    }

    @Test func `no control character of a file is text but tabs and line ends`() {
        for value in [UInt32](0...0x1F) + [0x7F] + [UInt32](0x80...0x9F) where ![0x09, 0x0A, 0x0D, 0x85].contains(value) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let code = String(value, radix: 16, uppercase: true)
            let name = String(repeating: "0", count: 4 - code.count) + code
            for text in ["name: a\(scalar)[31m", "name: \"a\(scalar)\"", "name: a # \(scalar)"] {
                let said = complaints { () throws(Diagnostics) in try Preset.parse("kanon: preset/1\n\(text)\n", file: "p") }
                #expect(said.hasSuffix("the control character U+\(name) is not text; is this a YAML file?"), "U+\(name)")
            }
        }
    }

    @Test(arguments: [
        Broken("filter: {}\nfilter: {}", "p.yaml:3:1: \"filter\" is given twice; a key may stand only once"),
        Broken("name: é\n'name': y", "p.yaml:3:1: \"name\" is given twice; a key may stand only once"),
        Broken(
            "filter: {cutoff: 1 kHz, \"cutoff\": 2 kHz, cutoff: 3 kHz}\namp: {attack: 1, release: 2, attack: 3}",
            """
            p.yaml:2:25: "cutoff" is given twice; a key may stand only once
            p.yaml:2:42: "cutoff" is given twice; a key may stand only once
            p.yaml:3:30: "attack" is given twice; a key may stand only once
            """),
    ])
    func `a key that stands twice is told at its second place`(broken: Broken) {
        let text = "kanon: preset/1\n" + broken.text
        #expect(complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") } == broken.says)
        let windows = text.replacing("\n", with: "\r\n")
        #expect(complaints { () throws(Diagnostics) in try Preset.parse(windows, file: "p.yaml") } == broken.says)
    }

    @Test(arguments: [
        Broken("name: &a x", "p.yaml:2:7: anchors (&a) are not read; \(anchor)"),
        Broken("&a name: x", "p.yaml:2:1: anchors (&a) are not read; \(anchor)"),
        Broken("amp: &a\n  attack: 1", "p.yaml:2:6: anchors (&a) are not read; \(anchor)"),
        Broken("tags: &a [x]", "p.yaml:2:7: anchors (&a) are not read; \(anchor)"),
        Broken("name: *x", "p.yaml:2:7: aliases (*x) are not read; \(alias)"),
        Broken("name: *Great*", "p.yaml:2:7: aliases (*Great*) are not read; \(alias)"),
        Broken("? *a\n: 1", "p.yaml:2:3: aliases (*a) are not read; \(alias)"),
    ])
    func `anchors and aliases are refused`(broken: Broken) {
        let text = "kanon: preset/1\n" + broken.text
        #expect(complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") }.hasPrefix(broken.says))
    }

    @Test func `stars inside texts stay stars`() throws {
        let preset = try Preset.parse("kanon: preset/1\nname: \"*Glass*\"\ndescription: 2 * 3 *x", file: "p.yaml")
        #expect(preset.name == "*Glass*")
        #expect(preset.description == "2 * 3 *x")
    }

    /// Forty doublings: a reader that expands or compares them does not come back.
    @Test(.timeLimit(.minutes(1))) func `an expansion bomb is refused at once`() {
        var text = "kanon: preset/1\na0: &a0 [x, x]\n"
        for index in 1...40 { text += "a\(index): &a\(index) [*a\(index - 1), *a\(index - 1)]\n" }
        text += "? *a40\n: 1\n? *a40\n: 2\n"
        let said = complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") }
        #expect(said.hasPrefix("p.yaml:2:5: anchors (&a0) are not read; \(Self.anchor)\n"))
    }

    @Test(arguments: [
        (String(repeating: "[", count: 200_000), "p.yaml:1:1"),
        (String(repeating: "- ", count: 100_000), "p.yaml:1:1999"),
        (String(repeating: "{a: ", count: 100_000), "p.yaml:1:3997"),
    ])
    func `deep nesting is refused`(text: String, place: String) {
        let said = complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") }
        #expect(said == "\(place): lists and maps are nested too deeply")
    }

    @Test func `a byte order mark and Windows line ends change nothing`() throws {
        let preset = try Preset.parse(
            "\u{FEFF}kanon: preset/1\r\nname: Glass\r\nfilter: {cutoff: 1 kHz}\r\n", file: "p.yaml")
        #expect(preset.name == "Glass")
    }
}
