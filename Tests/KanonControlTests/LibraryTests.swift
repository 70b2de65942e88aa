import Testing

@testable import KanonControl

struct LibraryTests {
    private let folder: TemporaryFolder
    private let library: Library

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("own/presets/glass.yaml", "kanon: preset/1\nname: My Glass")
        try folder.write("own/presets/broken.yaml", "kanon: preset/1\nx: y")
        try folder.write("own/presets/notes.txt", "")
        try folder.write("shipped/presets/glass.yaml", "kanon: preset/1\nname: Glass")
        try folder.write("shipped/presets/bell.yml", "kanon: preset/1\nname: Deep Bell")
        try folder.write("own/mappings/z-mpk.yaml", "kanon: mapping/1\nname: Mine\nmatch: {name: \"MPK*\"}")
        try folder.write("shipped/mappings/mpk.yaml", "kanon: mapping/1\nmatch: {name: \"MPK*\"}")
        try folder.write("shipped/mappings/nano.yaml", "kanon: mapping/1\nmatch: {usb: \"0944:*\"}")
        try folder.write("shipped/mappings/generic.yaml", "kanon: mapping/1\nname: Generic")
        let path = folder.path
        library = Library(roots: ["own", "missing", "shipped"].map { path + "/" + $0 })
    }

    @Test func `presets are listed by name, an own one before a shipped namesake`() {
        #expect(library.presets.map(\.name) == ["bell", "broken", "glass"])
        #expect(library.presets.last?.path == folder.path + "/own/presets/glass.yaml")
    }

    @Test(arguments: [
        ("glass", "My Glass"), ("GLASS", "My Glass"), ("my glass", "My Glass"), ("deep bell", "Deep Bell"),
    ])
    func `a preset is found by its file's name or its own`(name: String, title: String) throws {
        #expect(try library.preset(name).name == title)
    }

    @Test func `a preset is found by path`() throws {
        #expect(try library.preset(folder.path + "/shipped/presets/glass.yaml").name == "Glass")
    }

    @Test func `a missing preset is told with those there are and the nearest`() {
        let there = "there is no such preset; there are bell, broken, glass"
        #expect(
            complaints { () throws(Diagnostics) in try library.preset("glas") } == "glas: \(there); did you mean glass?"
        )
        #expect(complaints { () throws(Diagnostics) in try library.preset("piano") } == "piano: \(there)")
    }

    @Test func `of many presets the nearest is told, and where they are listed`() {
        let said = complaints { () throws(Diagnostics) in try SourceTree.library.preset("vorte") }
        #expect(said.contains("; kanon preset list names all ") && said.hasSuffix("; did you mean vortex?"))
    }

    @Test func `an empty library tells where it looked`() {
        let said = complaints { () throws(Diagnostics) in try Library(roots: ["/nowhere", "/else"]).preset("glass") }
        #expect(said == "glass: there is no such preset; none was found in /nowhere, /else")
    }

    @Test func `a broken preset tells what is wrong when it is asked for`() {
        let said = complaints { () throws(Diagnostics) in try library.preset("broken") }
        #expect(said.hasPrefix("\(folder.path)/own/presets/broken.yaml:3:1: ") == false)
        #expect(said.hasPrefix("\(folder.path)/own/presets/broken.yaml:2:1: a preset has no \"x\""))
    }

    @Test(arguments: [
        ("MPK mini", nil, "Mine"), ("nanoKONTROL", "0944:0117", "nano"), ("nanoKONTROL", nil, "Generic"),
        ("Keystation", "0a4d:00d2", "Generic"),
    ])
    func `a device gets the mapping meant for it, else the generic one`(device: String, usb: String?, name: String)
        throws
    {
        #expect(try library.mapping(device: device, usb: usb).name == name)
    }

    @Test func `the next preset is the next of the list, round and round, also from a file outside it`() {
        func names(_ step: Library.Step, from names: String...) -> [String?] {
            names.map { library.preset(step, from: "/x/\($0).yaml")?.name }
        }
        #expect(names(.next, from: "bell", "broken", "glass", "cello") == ["broken", "glass", "bell", "glass"])
        #expect(names(.previous, from: "bell", "broken", "glass", "aaa") == ["glass", "bell", "broken", "glass"])
        #expect(Library(roots: []).preset(.next, from: "/x/bell.yaml") == nil)
    }

    @Test func `a number is a program, unless a preset is called so`() throws {
        #expect(try library.presetPath(nameOrProgram: "2") == folder.path + "/own/presets/glass.yaml")
        try folder.write("own/presets/2.yaml", "kanon: preset/1")
        #expect(try library.presetPath(nameOrProgram: "2") == folder.path + "/own/presets/2.yaml")
        let said = complaints { () throws(Diagnostics) in try library.presetPath(nameOrProgram: "99") }
        #expect(said == "program 99: there is no such preset; kanon preset list has 0 … 3")
    }

    @Test func `a missing mapping is told with those there are`() {
        let said = complaints { () throws(Diagnostics) in try library.mapping("nanoo") }
        #expect(
            said == "nanoo: there is no such mapping; there are generic, mpk, nano, z-mpk; did you mean nano?")
    }

    @Test func `the roots are the player's, the installation's and the source tree's, in this order`() throws {
        try folder.write("tree/Package.swift", "")
        try folder.write("tree/presets/a.yaml", "")
        try folder.write("tree/mappings/a.yaml", "")
        let program = folder.path + "/tree/.build/debug/kanon"
        let installation = folder.path + "/tree/.build/share/kanon/factory"
        let tree = folder.path + "/tree"
        let home = ["HOME": "/home/ada"]
        #expect(
            Library.standard(environment: home, executable: program).roots
                == ["/home/ada/.local/share/kanon", installation, tree])
        let xdg = home.merging(["XDG_DATA_HOME": "/data"]) { $1 }
        #expect(Library.standard(environment: xdg, executable: program).roots == ["/data/kanon", installation, tree])
        let relative = home.merging(["XDG_DATA_HOME": "data"]) { $1 }
        #expect(
            Library.standard(environment: relative, executable: "/usr/bin/kanon").roots == [
                "/home/ada/.local/share/kanon", "/usr/share/kanon/factory",
            ])
    }

    @Test(arguments: ["/home/ada/.local", "/home/ada/My Kanon", "/usr"])
    func `the player's folder is never the package's, whatever the prefix`(prefix: String) {
        for data in [prefix + "/share", prefix + "/share/kanon", prefix + "/share/kanon/factory", prefix] {
            let environment = ["HOME": "/home/ada", "XDG_DATA_HOME": data]
            let roots = Library.standard(environment: environment, executable: prefix + "/bin/kanon").roots
            #expect(Set(roots.map { $0 + "/presets" }).count == 2)
        }
    }

    @Test func `without a home nothing is the player's, and the package's files are found`() throws {
        try folder.write("opt/share/kanon/factory/mappings/generic.yaml", "kanon: mapping/1\nname: Generic\n")
        let library = Library.standard(environment: [:], executable: folder.path + "/opt/bin/kanon")
        #expect(library.mappings.map(\.name) == ["generic"])
        let said = complaints { () throws(Diagnostics) in try MappingHome("Nano", usb: nil, option: nil, in: library) }
        #expect(said == "HOME: there is no folder for mappings; set XDG_DATA_HOME or HOME")
    }
}
