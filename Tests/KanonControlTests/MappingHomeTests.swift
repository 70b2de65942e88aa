import Foundation
import KanonEngine
import Testing

@testable import KanonControl

struct MappingHomeTests {
    private let folder: TemporaryFolder
    private let library: Library
    private let generic = "kanon: mapping/1\nname: Generic\ndescription: All\n\nknobs:\n  # One.\n  - {cc: 70, to: knob.1}\n"

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("shipped/mappings/generic.yaml", generic)
        try folder.write("shipped/mappings/mpk.yaml", "kanon: mapping/1\nname: MPK\nmatch: {name: \"MPK*\"}\n")
        try folder.write("own/mappings/mine.yaml", "kanon: mapping/1\nmatch: {name: \"Mine*\"}\n")
        library = Library(roots: [folder.path + "/own", folder.path + "/shipped"])
    }

    private func home(_ name: String, usb: String? = nil, _ option: String? = nil) throws -> MappingHome {
        try MappingHome(name, usb: usb, option: option, in: library)
    }

    @Test func `the player's own mapping is changed itself`() throws {
        let home = try home("Mine 2")
        #expect(home.path == folder.path + "/own/mappings/mine.yaml")
        #expect(home.origin == .own)
    }

    @Test func `of a shipped mapping a copy is changed, which the device has from then on`() throws {
        let home = try home("MPK mini")
        #expect(home.path == folder.path + "/own/mappings/mpk.yaml")
        #expect(home.origin == .copy(of: folder.path + "/shipped/mappings/mpk.yaml"))
        try home.write(home.text + "knobs: [{cc: 1, to: knob.2}]\n")
        #expect(try library.mappingPath(device: "MPK mini") == home.path)
        #expect(try Mapping.load(path: folder.path + "/shipped/mappings/mpk.yaml").controllers.rules.isEmpty)
        #expect(try self.home("MPK mini").origin == .own)
    }

    @Test func `an unknown device gets a mapping of its own, with the standard's controllers`() throws {
        let home = try home("Knob \"Box\" 4", usb: "1d6b:0104")
        #expect(home.path == folder.path + "/own/mappings/knob-box-4.yaml")
        #expect(home.origin == .new)
        try home.write(home.text)
        let mapping = try Mapping.load(path: home.path)
        #expect(mapping.controllers == (try library.mapping("generic").controllers))
        #expect(mapping.name == "Knob \"Box\" 4")
        #expect(try TextFile.text(at: home.path).contains("# One."))
        #expect(try library.mappingPath(device: "Knob \"Box\" 4", usb: "1d6b:0104") == home.path)
        #expect(try library.mappingPath(device: "Knob \"Box\" 4", usb: "1d6b:0105") != home.path)
    }

    @Test func `a new mapping hides no other, and does not pass over a broken one`() throws {
        #expect(try home("Mpk").path.hasSuffix("/mpk.yaml"))
        #expect(try home("mine").origin == .own)
        #expect(try home("generic").path == folder.path + "/own/mappings/generic-2.yaml")
        try folder.write("own/mappings/box.yaml", "kanon: mapping/1\nx: y\n")
        #expect(
            complaints { () throws(Diagnostics) in try MappingHome("Box", usb: nil, option: nil, in: library) }.contains("box.yaml:2:1"))
    }

    @Test func `the mapping that is named is taken, a file or a name`() throws {
        #expect(try home("Box", usb: nil, "mpk").origin == .copy(of: folder.path + "/shipped/mappings/mpk.yaml"))
        let path = try folder.write("elsewhere/a.yaml", "kanon: mapping/1\n")
        #expect(try home("Box", usb: nil, path).path == path)
        #expect(try home("Box", usb: nil, "generic").path == folder.path + "/own/mappings/generic.yaml")
    }

    @Test func `a link stays one, and the file's permissions stay`() throws {
        let real = try folder.write("real.yaml", "kanon: mapping/1\nmatch: {name: \"Linked\"}\n")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: real)
        let link = folder.path + "/own/mappings/linked.yaml"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: real)
        let home = try home("Linked")
        try home.write(home.text + "name: New\n")
        #expect(try Mapping.load(path: real).name == "New")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == real)
        #expect(try FileManager.default.attributesOfItem(atPath: real)[.posixPermissions] as? Int == 0o640)
    }

    @Test func `what cannot be written is said`() throws {
        try folder.write("blocked/mappings", "")
        let library = Library(roots: [folder.path + "/blocked", folder.path + "/shipped"])
        let home = try MappingHome("Box", usb: nil, option: nil, in: library)
        #expect(complaints { () throws(Diagnostics) in try home.write(home.text) }.hasPrefix("\(home.path): it cannot be written; "))
    }
}
