import Testing

@testable import KanonControl

struct SetlistTests {
    private let folder: TemporaryFolder
    private let library: Library

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("presets/glass.yaml", "kanon: preset/1\nname: Glass")
        try folder.write("presets/bell.yaml", "kanon: preset/1\nname: Deep Bell")
        try folder.write("presets/broken.yaml", "kanon: preset/1\nx: y")
        try folder.write("gig/mine.yaml", "kanon: preset/1\nname: Mine")
        library = Library(roots: [folder.path])
    }

    private func read(_ text: String, file: String = "s.yaml") throws(Diagnostics) -> Setlist {
        try Setlist.parse("kanon: setlist/1\n" + text, file: file, library: library)
    }

    @Test func `a slot has a program as players count, in a bank if need be, and a preset by any of its names`() throws {
        let setlist = try read(
            """
            name: Tonight
            presets:
              - {program: 5, preset: glass}
              - {program: 1, preset: Deep Bell}
              - {program: 128, bank: 2, preset: mine.yaml}
            """, file: folder.path + "/gig/s.yaml")
        #expect(setlist.name == "Tonight")
        #expect(setlist.slots.map(\.number) == [4, 0, 383])
        #expect(setlist.slots.map(\.title) == ["5", "1", "bank 2, 128"])
        #expect(setlist.slots.map(\.path) == ["/presets/glass.yaml", "/presets/bell.yaml", "/gig/mine.yaml"].map { folder.path + $0 })
        #expect(try setlist.index(of: 383) == 2)
        let said = complaints { () throws(Diagnostics) in try setlist.index(of: 6) }
        #expect(said == "program 7: Tonight has no such slot; it has 5, 1, bank 2, 128")
    }

    @Test(arguments: [
        Broken("presets: []", "s.yaml:2:10: there are no presets; write - {program: 1, preset: glass}"),
        Broken("name: x", "s.yaml:1:1: a setlist has no presets; write presets: and below it - {program: 1, preset: glass}"),
        Broken("preset: []", "s.yaml:1:1: a setlist has no presets; write presets: and below it - {program: 1, preset: glass}"),
        Broken("presets: [{program: 1}]", "s.yaml:2:11: a slot has no preset; write it like {program: 1, preset: glass}"),
        Broken("presets: [{preset: glass}]", "s.yaml:2:11: a slot has no program; write it like {program: 1, preset: glass}"),
        Broken("presets: [{program: 0, preset: glass}]", "s.yaml:2:21: program 0 is outside 1 … 128"),
        Broken("presets: [{program: 1, bank: -1, preset: glass}]", "s.yaml:2:30: bank -1 is outside 0 … 16383"),
        Broken(
            "presets: [{program: 1, preset: glas}]",
            "s.yaml:2:32: preset cannot be \"glas\": there is no such preset; there are bell, broken, glass; did you mean glass?"),
        Broken(
            "presets: [{program: 1, preset: glass}, {program: 1, preset: bell}]",
            "s.yaml:2:50: program 1 is \"glass\" already; each stands for one preset"),
        Broken(
            "presets: [{program: 1, prset: glass}]",
            """
            s.yaml:2:11: a slot has no preset; write it like {program: 1, preset: glass}
            s.yaml:2:24: a slot has no "prset"; allowed are program, bank, preset; did you mean preset?
            """),
    ])
    func `a wrong setlist is told what is allowed`(broken: Broken) {
        let said = complaints { () throws(Diagnostics) in try read(broken.text) }
        #expect(said.contains(broken.says))
    }

    @Test func `a slot whose preset is broken is told where`() {
        let said = complaints { () throws(Diagnostics) in try read("presets: [{program: 1, preset: broken}]") }
        #expect(said.hasPrefix("s.yaml:2:32: preset \"broken\" is wrong (\(folder.path)/presets/broken.yaml:2:1: a preset has no \"x\")"))
    }

    @Test func `setlists are found like presets`() throws {
        try folder.write("setlists/tour.yaml", "kanon: setlist/1\nname: On Tour\npresets: [{program: 1, preset: glass}]")
        #expect(library.setlists.map(\.name) == ["tour"])
        #expect(try library.setlistPath("on tour") == folder.path + "/setlists/tour.yaml")
        let said = complaints { () throws(Diagnostics) in try library.setlistPath("tuor") }
        #expect(said == "tuor: there is no such setlist; there are tour; did you mean tour?")
    }
}
