import KanonControl
import KanonEngine
import KanonIO

/// The mapping by which each device is read, as `kanon play` would: its own, or the one that was named.
struct MonitorMappings {
    private let library: Library
    /// The one for all; nil for each device's own.
    private let option: String?
    private var folders: MappingFolders?
    private var known: [UInt8: (mapping: Mapping, path: String)] = [:]

    init(_ option: String, library: Library) throws(Diagnostics) {
        self.library = library
        self.option = option == SoundOptions.automatic ? nil : option
        folders = try? MappingFolders(library)
        if let option = self.option { _ = try library.mapping(option) }
    }

    /// Takes files anew that have changed.
    mutating func lookAround() {
        if folders?.haveChanged(at: .now) == true { known = [:] }
    }

    /// A number is another device's from now on.
    mutating func forget(_ device: UInt8) { known[device] = nil }

    /// The mapping of a device, and its file.
    mutating func mapping(of device: UInt8, _ connection: MidiConnection?) throws(Diagnostics) -> (mapping: Mapping, path: String) {
        if let known = known[device] { return known }
        let path =
            if let option {
                try library.mappingPath(option)
            } else if let connection {
                try library.mappingPath(device: connection.client, usb: connection.usb)
            } else {
                try library.mappingPath(Library.genericMapping)
            }
        let found = (try Mapping.load(path: path), path)
        known[device] = found
        return found
    }
}
