import Glibc

/// A disk that is soon full: a small one in memory. Only root may mount it.
final class SmallDisk {
    let path: String
    private let folder: Folder

    init(kilobytes: Int) throws {
        folder = try Folder()
        path = folder.path
        guard mount("none", path, "tmpfs", 0, "size=\(kilobytes)k") == 0 else { throw Missing() }
    }

    deinit { umount2(path, Int32(MNT_DETACH)) }

    static var isAvailable: Bool { geteuid() == 0 }
}
