import Glibc

/// Tells when something happens to files: asks the kernel (inotify) for their folders, so that files which are replaced,
/// deleted and made anew are seen too. For the control thread.
public final class FileWatch {
    /// A sign that a file may hold something else.
    public struct Touch: Equatable, Sendable {
        /// The file or folder, as it was given to `watch`.
        public var path: String
        /// Whether it may be expected to be complete: it was closed, or put in its place whole.
        public var isWhole: Bool
    }

    /// Readable when there is something to tell.
    public let descriptor: Int32
    private var places: [String: [FilePlaces.Place]] = [:]
    private var folders: [String] = []
    /// The kernel's number of each folder that is watched.
    private var numbers: [String: Int32] = [:]

    private static let mask =
        UInt32(IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)
        | UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR)

    /// Watches nothing yet.
    public init() throws(IOFailure) {
        descriptor = inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
        guard descriptor >= 0 else {
            throw IOFailure("Files cannot be watched: \(String(cString: strerror(errno))). What is saved is not heard.")
        }
    }

    deinit { close(descriptor) }

    /// Watches these files from now on, and all that is in `folders`, which need not be there yet; and no others.
    public func watch(_ paths: [String], folders: [String] = []) {
        self.folders = folders
        places = Dictionary(
            paths.map { ($0, FilePlaces.of($0)) } + folders.map { ($0, FilePlaces.inside($0)) }, uniquingKeysWith: { first, _ in first })
        follow()
    }

    /// What happened since the last call, a file once. Never waits.
    public func touches() -> [Touch] {
        var found: [String: Bool] = [:]
        for folder in follow() { touch(&found, isWhole: false) { $0.folder == folder } }
        withUnsafeTemporaryAllocation(byteCount: 16384, alignment: MemoryLayout<inotify_event>.alignment) { buffer in
            while true {
                let count = read(descriptor, buffer.baseAddress, buffer.count)
                guard count > 0 else { break }
                take(UnsafeRawBufferPointer(rebasing: buffer[..<count]), &found)
            }
        }
        // A link may lead elsewhere now.
        if !found.isEmpty { watch(places.keys.filter { !folders.contains($0) }, folders: folders) }
        return found.map { Touch(path: $0.key, isWhole: $0.value) }
    }

    private func take(_ events: UnsafeRawBufferPointer, _ found: inout [String: Bool]) {
        var offset = 0
        while offset + MemoryLayout<inotify_event>.size <= events.count {
            let event = events.load(fromByteOffset: offset, as: inotify_event.self)
            offset += MemoryLayout<inotify_event>.size
            let name = String(decoding: events[offset..<(offset + Int(event.len))].prefix { $0 != 0 }, as: UTF8.self)
            offset += Int(event.len)
            take(event, name, &found)
        }
    }

    private func take(_ event: inotify_event, _ name: String, _ found: inout [String: Bool]) {
        // The kernel's list was full: anything may have happened.
        guard event.mask & UInt32(IN_Q_OVERFLOW) == 0 else { return touch(&found, isWhole: false) { _ in true } }
        let folders = Set(numbers.filter { $0.value == event.wd }.keys)
        if event.mask & UInt32(IN_DELETE_SELF | IN_MOVE_SELF | IN_IGNORED) != 0 {
            // It is asked for anew by its path.
            if event.mask & UInt32(IN_MOVE_SELF) != 0 { inotify_rm_watch(descriptor, event.wd) }
            for folder in folders { numbers[folder] = nil }
            touch(&found, isWhole: false) { folders.contains($0.folder) }
        } else {
            let isWhole = event.mask & UInt32(IN_MODIFY | IN_CREATE) == 0
            touch(&found, isWhole: isWhole) { ($0.name == name || $0.name == nil) && folders.contains($0.folder) }
        }
    }

    private func touch(_ found: inout [String: Bool], isWhole: Bool, where isMeant: (FilePlaces.Place) -> Bool) {
        for (path, places) in places where places.contains(where: isMeant) { found[path] = isWhole }
    }

    /// Asks for the folders that are not watched and lets go of those that are not needed; the former that are there.
    @discardableResult
    private func follow() -> [String] {
        let needed = Set(places.values.joined().map(\.folder))
        for (folder, number) in numbers where !needed.contains(folder) {
            numbers[folder] = nil
            if !numbers.values.contains(number) { inotify_rm_watch(descriptor, number) }
        }
        var new: [String] = []
        for folder in needed where numbers[folder] == nil {
            let number = inotify_add_watch(descriptor, folder, Self.mask)
            guard number >= 0 else { continue }
            numbers[folder] = number
            new.append(folder)
        }
        return new
    }
}
