import Foundation
import KanonControl
import Testing

@testable import KanonEngine
@testable import KanonIO
@testable import kanon

struct DeviceMappingsTests {
    private let folder: TemporaryFolder
    private var mappings: DeviceMappings
    private let device: MidiConnection

    init() throws {
        folder = try TemporaryFolder()
        for name in ["own", "shipped"] {
            try FileManager.default.createDirectory(atPath: folder.file("\(name)/mappings"), withIntermediateDirectories: true)
        }
        let shared = try folder.write("shipped/mappings/generic.yaml", "kanon: mapping/1\nname: Generic\n")
        mappings = DeviceMappings(
            instrument: Instrument(Instrument.Configuration(), sound: Sound()),
            library: Library(roots: [folder.file("own"), folder.file("shipped")]),
            shared: shared, isAutomatic: true, map: ControllerMap())
        var name = FixedName()
        "Box".withCString { name.append($0) }
        var source = MidiSource(number: 3)
        (source.name, source.clientName) = (name, name)
        device = MidiConnection(source)
    }

    private func write(_ text: String) throws -> String { try folder.write("own/mappings/box.yaml", "kanon: mapping/1\n" + text) }

    @Test mutating func `a mapping that comes is taken by the device that it is for, and left when it goes`() throws {
        #expect(mappings.connect(device) == nil)
        #expect(mappings.reexamine() == [])
        let path = try write("name: Mine\nmatch: {name: Box}\n")
        #expect(mappings.reexamine() == ["Box: its mapping is Mine."])
        #expect(mappings.paths.contains(path))
        #expect(mappings.reexamine() == [])
        // Its author is at it: what plays stays.
        _ = try write("name: [\n")
        #expect(mappings.reexamine() == [])
        #expect(mappings.paths.contains(path))
        _ = try write("name: Mine\nmatch: {name: Other}\n")
        #expect(mappings.reexamine() == ["Box: its mapping is \(mappings.shared)."])
        #expect(mappings.paths == [mappings.shared])
    }

    @Test mutating func `what is gone is not asked about`() throws {
        _ = mappings.connect(device)
        mappings.disconnect(3)
        _ = try write("match: {name: Box}\n")
        #expect(mappings.reexamine() == [])
    }
}
