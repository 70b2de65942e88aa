import Foundation

/// Reading files whole: the only place of this module that touches the disk's contents.
enum TextFile {
    /// Far above any preset, far below what would hurt.
    static let largestText = 1 << 20
    /// Standard MIDI Files of whole operas stay below this.
    static let largestBinary = 16 << 20

    /// The text of the file at `path`, which must be UTF-8; with `elseLatin1`, what is not is read as Latin-1.
    static func text(at path: String, elseLatin1: Bool = false) throws(Diagnostics) -> String {
        let bytes = try bytes(at: path, largest: largestText)
        guard elseLatin1, String(validating: bytes, as: UTF8.self) == nil else { return try text(from: bytes, file: path) }
        return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }

    /// `bytes` as text.
    static func text(from bytes: [UInt8], file: String) throws(Diagnostics) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var line = 1
        var column = 1
        var rest = bytes[...]
        while let byte = rest.first {
            let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            guard String(validating: rest.prefix(length), as: UTF8.self) != nil else {
                throw Diagnostics(
                    .text(file: file, line: line, column: column),
                    "byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8", allowed: "save the file as UTF-8"
                )
            }
            (line, column) = byte == 0x0A ? (line + 1, 1) : (line, column + 1)
            rest = rest.dropFirst(length)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes of the regular file at `path`, if they are at most `largest`.
    static func bytes(at path: String, largest: Int) throws(Diagnostics) -> [UInt8] {
        let place = Place.name(path)
        let size: Int
        do {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
            switch attributes[.type] as? FileAttributeType {
            case .typeRegular?: size = (attributes[.size] as? Int) ?? 0
            case .typeDirectory?: throw Diagnostics(place, "this is a directory", allowed: "name a file")
            default: throw Diagnostics(place, "this is not a regular file", allowed: "name a file")
            }
        } catch let error as Diagnostics {
            throw error
        } catch {
            throw missing(path, error)
        }
        guard size <= largest else {
            throw Diagnostics(place, "the file has \(size) bytes", allowed: "at most \(largest >> 20) MiB are read")
        }
        do {
            return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch {
            throw missing(path, error)
        }
    }

    private static func missing(_ path: String, _ error: any Error) -> Diagnostics {
        guard (error as? CocoaError)?.code != .fileReadNoPermission else {
            return Diagnostics(.name(path), "the file may not be read", allowed: "see its permissions with ls -l")
        }
        let url = URL(fileURLWithPath: path)
        let folder = url.deletingLastPathComponent()
        let neighbours = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        let nearest = Nearest.name(to: url.lastPathComponent, among: neighbours.sorted())
        return Diagnostics(.name(path), "there is no such file", suggestion: nearest)
    }
}
