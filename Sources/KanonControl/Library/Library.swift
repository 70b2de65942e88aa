import Foundation

/// The presets, mappings and setlists that Kanon finds by name.
///
/// Each root may hold folders `presets`, `mappings` and `setlists`; a file in an earlier root hides its namesake in a later one.
public struct Library: Sendable {
    /// What plays where no preset is named.
    public static let defaultPreset = "glass"
    /// The mapping of a device that no other mapping is meant for.
    public static let genericMapping = "generic"

    /// The root of the player's own files; nil where the machine names no place for them.
    let playerRoot: String?
    /// The roots that came with Kanon, which it never writes to.
    let shippedRoots: [String]

    /// The folders searched, the first one first.
    public var roots: [String] { (playerRoot.map { [$0] } ?? []) + shippedRoots }

    /// A library of the player's root, if there is one, and of roots that came with Kanon.
    init(player: String?, shipped: [String]) {
        playerRoot = player
        shippedRoots = shipped
    }

    /// A library of `roots`, of which the first is the player's.
    public init(roots: [String]) { self.init(player: roots.first, shipped: Array(roots.dropFirst())) }

    /// Every preset, sorted by name. MIDI program N is the Nth of them, counted from 0.
    public var presets: [LibraryEntry] { entries("presets") }

    /// Every mapping, sorted by name.
    public var mappings: [LibraryEntry] { entries("mappings") }

    /// Every setlist, sorted by name.
    public var setlists: [LibraryEntry] { entries("setlists") }

    /// The presets, for many names.
    public var presetCatalogue: Catalogue {
        Catalogue("preset", of: roots, presets) { try? Preset.load(path: $0).name }
    }

    /// The mappings, for many names.
    public var mappingCatalogue: Catalogue {
        Catalogue("mapping", of: roots, mappings) { try? Mapping.load(path: $0).name }
    }

    /// The setlists, for many names.
    public var setlistCatalogue: Catalogue {
        Catalogue("setlist", of: roots, setlists) { try? Setlist.load(path: $0, library: self).name }
    }

    /// The path of the preset called `name`: a path, a file's name without extension, or a preset's own name.
    public func presetPath(_ name: String) throws(Diagnostics) -> String {
        try Self.isPath(name) ? name : presetCatalogue.path(name)
    }

    /// The path of the preset that the MIDI program `number` (from 0) plays.
    public func presetPath(program number: Int) throws(Diagnostics) -> String {
        let entries = presets
        guard entries.indices.contains(number) else {
            let allowed = entries.isEmpty ? "no preset was found" : "kanon preset list has 0 … \(entries.count - 1)"
            throw Diagnostics(.name("program \(number)"), "there is no such preset", allowed: allowed)
        }
        return entries[number].path
    }

    /// The path of the preset that `text` names, as `presetPath` does; a number that is no name stands for a program.
    public func presetPath(nameOrProgram text: String) throws(Diagnostics) -> String {
        guard let number = Int(text), !presets.contains(where: { $0.name == text }) else { return try presetPath(text) }
        return try presetPath(program: number)
    }

    /// The preset that comes after the file at `path` in the order of the list, or before it; round and round.
    public func preset(_ step: Step, from path: String) -> LibraryEntry? {
        let entries = presets
        let name = FileName.stem(path)
        return switch step {
        case .next: entries.first { $0.name > name } ?? entries.first
        case .previous: entries.last { $0.name < name } ?? entries.last
        }
    }

    /// A way through the list.
    public enum Step: String, Sendable {
        case next, previous
    }

    /// The preset called `name`.
    public func preset(_ name: String) throws(Diagnostics) -> Preset {
        try Preset.load(path: try presetPath(name))
    }

    /// The path of the mapping called `name`: a path, a file's name without extension, or a mapping's own name.
    public func mappingPath(_ name: String) throws(Diagnostics) -> String {
        try Self.isPath(name) ? name : mappingCatalogue.path(name)
    }

    /// The mapping called `name`.
    public func mapping(_ name: String) throws(Diagnostics) -> Mapping {
        try Mapping.load(path: try mappingPath(name))
    }

    /// The path of the mapping meant for a device of this name and USB identity (`09e8:007c`), else of the generic one.
    ///
    /// Mappings are tried in the order of the roots, so a player's own goes before a shipped one; files with errors are
    /// passed over.
    public func mappingPath(device name: String, usb: String? = nil) throws(Diagnostics) -> String {
        let own = mappings.sorted { ($0.root, $0.name) < ($1.root, $1.name) }
        for entry in own {
            guard let match = (try? Mapping.load(path: entry.path))?.match else { continue }
            if match.matches(name: name, usb: usb) { return entry.path }
        }
        return try mappingPath(Self.genericMapping)
    }

    /// The mapping that `mappingPath(device:usb:)` finds.
    public func mapping(device name: String, usb: String? = nil) throws(Diagnostics) -> Mapping {
        try Mapping.load(path: try mappingPath(device: name, usb: usb))
    }

    /// The path of the setlist called `name`: a path, a file's name without extension, or a setlist's own name.
    public func setlistPath(_ name: String) throws(Diagnostics) -> String {
        try Self.isPath(name) ? name : setlistCatalogue.path(name)
    }

    /// Whether `name` is taken for the path of a file.
    public static func isPath(_ name: String) -> Bool {
        name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml")
    }

    private func entries(_ folder: String) -> [LibraryEntry] {
        var found: [String: LibraryEntry] = [:]
        for (index, root) in roots.enumerated() {
            let path = root + "/" + folder
            for file in (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? [] {
                guard file.hasSuffix(".yaml") || file.hasSuffix(".yml"), !file.hasPrefix(".") else { continue }
                let name = FileName.stem(file)
                if found[name] == nil { found[name] = LibraryEntry(name: name, path: path + "/" + file, root: index) }
            }
        }
        return found.values.sorted { $0.name < $1.name }
    }
}
