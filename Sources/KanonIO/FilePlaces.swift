import Glibc

/// The places in which a path lives: the file's own, and that of every symbolic link on the way to it. A change in any of
/// them may mean another file.
enum FilePlaces {
    /// A name in a folder whose path holds no links.
    struct Place: Hashable {
        var folder: String
        /// Nil for all that the folder holds.
        var name: String?
    }

    /// Links on a path before it counts as a loop: the kernel's own limit.
    private static let greatestLinkCount = 40

    static func of(_ path: String) -> [Place] {
        var places: [Place] = []
        var rest = parts(path)
        var folder: [Substring] = []
        if !path.hasPrefix("/"), let own = getcwd(nil, 0) {
            rest = parts(String(cString: own)) + rest
            free(own)
        }
        var linkCount = 0
        while !rest.isEmpty {
            let name = rest.removeFirst()
            if name == "." { continue }
            if name == ".." {
                _ = folder.popLast()
                continue
            }
            let parent = "/" + folder.joined(separator: "/")
            let place = Place(folder: parent, name: String(name))
            if let target = link(parent + "/" + name), linkCount < greatestLinkCount {
                linkCount += 1
                places.append(place)
                if target.hasPrefix("/") { folder = [] }
                rest = parts(target) + rest
            } else {
                if rest.isEmpty { places.append(place) }
                folder.append(name)
            }
        }
        return places
    }

    /// The places of a folder, and of all that it holds.
    static func inside(_ folder: String) -> [Place] {
        let places = of(folder)
        guard let last = places.last, let name = last.name else { return [Place(folder: "/", name: nil)] }
        return places + [Place(folder: last.folder == "/" ? "/\(name)" : "\(last.folder)/\(name)", name: nil)]
    }

    private static func parts(_ path: String) -> [Substring] { path.split(separator: "/") }

    private static func link(_ path: String) -> String? {
        var bytes = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let count = bytes.withUnsafeMutableBytes {
            readlink(path, $0.baseAddress!.assumingMemoryBound(to: CChar.self), $0.count)
        }
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
