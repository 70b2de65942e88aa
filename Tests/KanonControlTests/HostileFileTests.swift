import KanonEngine
import Testing

@testable import KanonControl

/// Files made to be slow: the price of reading one grows as it does, and what is said of it does not.
struct HostileFileTests {
    private func lines(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map { line($0) + "\n" }.joined() }

    @Test(arguments: [
        ("kanon: preset/1\n", "x%: 1"), ("kanon: preset/1\nfilter:\n", "  cutof%: 1"), ("kanon: preset/1\ntags:\n", "  - [%]"),
        ("kanon: preset/1\nlock:\n", "  - nothing%"),
    ])
    func `of a thousand findings twenty are told, and how many more there are`(head: String, line: String) throws {
        let text = head + lines(1000) { line.replacing("%", with: "\($0)") }
        let found = complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p.yaml") }.split(separator: "\n")
        #expect(found.count == 21)
        #expect(found.dropLast().allSatisfy { $0.hasPrefix("p.yaml:") })
        #expect(found.last == "p.yaml: and 980 more")
    }

    @Test func `twenty findings are told whole, and the twenty-first is counted`() {
        for count in [20, 21] {
            let text = "kanon: preset/1\n" + lines(count) { "x\($0): 1" }
            let found = complaints { () throws(Diagnostics) in try Preset.parse(text, file: "p") }.split(separator: "\n")
            #expect(found.count == count)
            #expect((found.last == "p: and 1 more") == (count == 21))
        }
    }

    @Test func `mappings, setlists and tunings are as short`() {
        let setlist = "kanon: setlist/1\npresets:\n" + lines(100) { "  - {program: \($0 + 1), preset: nothing\($0)}" }
        let mapping = "kanon: mapping/1\nknobs:\n" + lines(100) { "  - {cc: \($0), to: nothing}" }
        let scale = "d\n100\n" + lines(100) { "x\($0)" }
        let keyboard = "100\n0\n127\n60\n69\n440.0\n100\n" + lines(100) { "y\($0)" }
        let all = [
            complaints { () throws(Diagnostics) in try Setlist.parse(setlist, file: "f", library: Library(roots: [])) },
            complaints { () throws(Diagnostics) in try Mapping.parse(mapping, file: "f") },
            complaints { () throws(Diagnostics) in try Scale.parse(scale, file: "f") },
            complaints { () throws(Diagnostics) in try KeyboardMapping.parse(keyboard, file: "f") },
        ]
        for text in all { #expect(text.split(separator: "\n").count == 21 && text.hasSuffix("f: and 80 more")) }
    }

    @Test func `both files of a tuning count what they do not tell`() throws {
        let folder = try TemporaryFolder()
        let scale = try folder.write("a.scl", "d\n100\n" + lines(100) { "x\($0)" })
        let keyboard = try folder.write("a.kbm", "100\n0\n127\n60\n69\n440.0\n100\n" + lines(30) { "y\($0)" })
        let found = complaints { () throws(Diagnostics) in try TuningFiles(TuningRequest(scale: scale, mapping: keyboard)) }
        #expect(found.contains("and 90 more"))
    }

    @Test func `a setlist reads each of its presets once`() throws {
        let library = Library(roots: [SourceTree.path])
        func setlist(_ count: Int) -> String {
            "kanon: setlist/1\npresets:\n" + lines(count) { "  - {program: \($0 % 128 + 1), bank: \($0 / 128), preset: glass}" }
        }
        let (short, long) = (setlist(1), setlist(300))
        #expect(try Setlist.parse(long, file: "s", library: library).slots.count == 300)
        let ratio = ProcessorTime.ratio {
            _ = try? Setlist.parse(long, file: "s", library: library)
        } to: {
            _ = try? Setlist.parse(short, file: "s", library: library)
        }
        #expect(ratio < 60)
    }

    @Test func `a setlist's doubles are found wherever they stand`() {
        let text = "kanon: setlist/1\npresets:\n" + lines(130) { "  - {program: \($0 % 128 + 1), preset: glass}" }
        let found = complaints { () throws(Diagnostics) in try Setlist.parse(text, file: "s", library: Library(roots: [SourceTree.path])) }
        #expect(found.split(separator: "\n").count == 2)
        #expect(found.contains("s:131:15: program 1 is \"glass\" already"))
    }

    @Test func `a path is no matter of how large the library is`() throws {
        let folder = try TemporaryFolder()
        for number in 0..<500 { try folder.write("presets/p\(number).yaml", "") }
        let (large, none) = (Library(roots: [folder.path]), Library(roots: []))
        func look(_ library: Library) { for _ in 0..<20 { _ = try? library.presetPath("./mine.yaml") } }
        #expect(ProcessorTime.ratio(of: { look(large) }, to: { look(none) }) < 50)
    }

    @Test func `a catalogue finds what the library finds`() throws {
        let folder = try TemporaryFolder()
        try folder.write("presets/one.yaml", "kanon: preset/1\nname: First Light\n")
        try folder.write("presets/Two.yaml", "kanon: preset/1\n")
        let library = Library(roots: [folder.path])
        let catalogue = library.presetCatalogue
        for name in ["one", "ONE", "first light", "two", "x/y.yaml"] { #expect(try catalogue.path(name) == library.presetPath(name)) }
        let found = complaints { () throws(Diagnostics) in try catalogue.path("first lihgt") }
        #expect(found == "first lihgt: there is no such preset; there are Two, one; did you mean First Light?")
    }

    private func song(format: Int, tracks: Int) -> [UInt8] {
        Song.header(format: format, tracks: tracks)
            + [[UInt8]](repeating: Song.track([0, 0x90, 60, 64, 0x60, 0x80, 60, 0]), count: tracks).joined()
    }

    @Test(arguments: [1, 2])
    func `four times the tracks cost four times as much`(format: Int) throws {
        let (few, many) = (song(format: format, tracks: 500), song(format: format, tracks: 2000))
        #expect(try StandardMidiFile.parse(many, file: "s").events.count == 4000)
        let ratio = ProcessorTime.ratio {
            _ = try? StandardMidiFile.parse(many, file: "s")
        } to: {
            _ = try? StandardMidiFile.parse(few, file: "s")
        }
        #expect(ratio < 9)
    }

    @Test func `pieces one after another are no longer than a day either`() {
        // Each of 4.1 hours.
        let track = Song.track([0x86, 0xE5, 0x80, 0x00, 0x90, 60, 64])
        func song(_ tracks: Int) -> [UInt8] {
            Song.header(format: 2, tracks: tracks) + [[UInt8]](repeating: track, count: tracks).joined()
        }
        #expect(complaints { () throws(Diagnostics) in try StandardMidiFile.parse(song(5), file: "s") } == "")
        #expect(
            complaints { () throws(Diagnostics) in try StandardMidiFile.parse(song(6), file: "s") }
                == "s: the piece is longer than a day; at most 24 hours are read")
    }

    @Test func `four times the rules cost four times as much to put one in`() throws {
        func mapping(_ count: Int) -> String { "kanon: mapping/1\nknobs:\n" + lines(count) { "  - {nrpn: \($0), to: knob.1}" } }
        let rule = KnobRule(
            KnobControl(device: 0, channel: 0, source: .controller(7)), to: try KnobRule.parameter("knob.2"))
        let (few, many) = (mapping(150), mapping(600))
        #expect(try MappingEditor.put(rule, into: many, file: "m").line == 603)
        let ratio = ProcessorTime.ratio {
            _ = try? MappingEditor.put(rule, into: many, file: "m")
        } to: {
            _ = try? MappingEditor.put(rule, into: few, file: "m")
        }
        #expect(ratio < 9)
    }

    @Test func `no more than 64 rules are replaced at once`() throws {
        let rule = KnobRule(
            KnobControl(device: 0, channel: 0, source: .controller(7)), to: try KnobRule.parameter("knob.2"))
        func found(_ count: Int) -> String {
            let text = "kanon: mapping/1\nknobs:\n" + lines(count) { _ in "  - {cc: 7, to: knob.1}" }
            return complaints { () throws(Diagnostics) in try MappingEditor.put(rule, into: text, file: "m") }
        }
        #expect(found(64) == "")
        #expect(found(65) == "m: 65 rules are for CC 7; at most 64 are replaced at once")
    }

    @Test func `a word as long as a file is near to nothing, at no price`() {
        let names = (0..<200).map { "parameter.number\($0)" }
        let long = String(repeating: "parameter", count: 100_000)
        let ratio = ProcessorTime.ratio {
            #expect(Nearest.name(to: long, among: names) == nil)
        } to: {
            _ = Nearest.name(to: "paramter.number", among: names)
        }
        #expect(ratio < 20)
    }
}
