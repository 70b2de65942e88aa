import Foundation

/// A small disk of its own that can be frozen: nothing is written to it, and nobody is told, until it is thawed. Only root may mount it.
final class FrozenDisk {
    let path: String
    private let folder: TemporaryFolder

    struct Missing: Error {}

    init() throws {
        folder = try TemporaryFolder()
        path = folder.file("disk")
        let line = "truncate -s 8M image && /sbin/mkfs.ext4 -q image && mkdir disk && mount -o loop image disk"
        guard geteuid() == 0, try Self.shell(line, in: folder.path) == 0 else { throw Missing() }
    }

    deinit {
        thaw()
        _ = try? Self.shell("umount disk || umount -l disk", in: folder.path)
    }

    /// Whether there are such disks here.
    static let isAvailable = (try? FrozenDisk()) != nil

    func freeze() { _ = try? Self.shell("/sbin/fsfreeze -f disk", in: folder.path) }
    func thaw() { _ = try? Self.shell("/sbin/fsfreeze -u disk 2>/dev/null", in: folder.path) }

    private static func shell(_ line: String, in folder: String) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = URL(filePath: folder)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
