import Foundation
import KanonEngine

/// Where the rules for a device go: a file of the player's own, never one that came with Kanon.
public struct MappingHome: Sendable {
    /// How the file comes about.
    public enum Origin: Sendable, Equatable {
        /// It is the player's and is changed.
        case own
        /// A copy of a shipped mapping, which it hides from now on.
        case copy(of: String)
        /// A new one for a device that none was meant for.
        case new
    }

    /// The file to write.
    public let path: String
    /// How it comes about.
    public let origin: Origin
    /// What it holds before a rule is put in.
    public let text: String

    /// The home of the rules of the device called `name`; or the mapping that `option` names, unless that is nil.
    public init(_ name: String, usb: String?, option: String?, in library: Library) throws(Diagnostics) {
        let path = if let option { try library.mappingPath(option) } else { try library.mappingPath(device: name, usb: usb) }
        guard let own = library.playerRoot.map({ $0 + "/mappings" }) else {
            throw Diagnostics(.name("HOME"), "there is no folder for mappings", allowed: "set XDG_DATA_HOME or HOME")
        }
        if option == nil, path == (try library.mappingPath(Library.genericMapping)) {
            self.path = try Self.free(name, own, library)
            origin = .new
            text = Self.text(for: name, usb: usb, generic: try TextFile.text(at: path), file: path)
        } else if library.isShipped(path) {
            self.path = own + "/" + FileName.last(path)
            origin = .copy(of: path)
            text = try TextFile.text(at: path)
        } else {
            self.path = path
            origin = .own
            text = try TextFile.text(at: path)
        }
    }

    /// Puts `text` in its place: whole, or not at all.
    public func write(_ text: String) throws(Diagnostics) {
        // Where the path is a link, the file that it leads to is changed.
        let target = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        do {
            try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
            let mode = (try? FileManager.default.attributesOfItem(atPath: target.path))?[.posixPermissions]
            try Data(text.utf8).write(to: target, options: .atomic)
            if let mode { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: target.path) }
        } catch {
            throw Diagnostics(.name(path), "it cannot be written", allowed: (error as NSError).localizedDescription)
        }
    }

    /// A file for a device, of a name that hides no other.
    private static func free(_ device: String, _ folder: String, _ library: Library) throws(Diagnostics) -> String {
        let words = device.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
        let stem = words.isEmpty ? "controller" : words.joined(separator: "-")
        let names = Set(library.mappings.map(\.name))
        for number in 1... {
            let name = number == 1 ? stem : "\(stem)-\(number)"
            let path = "\(folder)/\(name).yaml"
            // A broken one is passed over by the library: its author wants to know.
            if FileManager.default.fileExists(atPath: path) { _ = try Mapping.load(path: path) }
            if !names.contains(name) { return path }
        }
        preconditionFailure("There are more mappings than numbers.")
    }

    /// What the standard's controllers do, for a device of its own.
    private static func text(for device: String, usb: String?, generic: String, file: String) -> String {
        let head = ["kanon", "name", "description", "match"]
        var lines = generic.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines.removeAll { line in head.contains { line.hasPrefix($0 + ":") } }
        while lines.first?.isEmpty == true { lines.removeFirst() }
        let match = ["name: \(quoted(device))"] + (usb.map { ["usb: \(quoted($0))"] } ?? [])
        return """
            kanon: mapping/1
            name: \(quoted(device))
            description: Learned, with the standard's controllers
            match: {\(match.joined(separator: ", "))}


            """ + lines.joined(separator: "\n")
    }

    /// `text` between double quotes, so that YAML reads exactly it.
    private static func quoted(_ text: String) -> String {
        "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").printable)\""
    }
}

extension Library {
    /// Whether a file is one that came with Kanon.
    func isShipped(_ path: String) -> Bool {
        let path = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return shippedRoots.contains { path.hasPrefix(URL(fileURLWithPath: $0).resolvingSymlinksInPath().path + "/mappings/") }
    }
}
