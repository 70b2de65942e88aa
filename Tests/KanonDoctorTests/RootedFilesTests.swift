import Foundation
import Testing

@testable import KanonDoctor

struct RootedFilesTests {
    @Test func `a file is there, missing, or cannot be read`() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "kanon-\(UUID().uuidString)").path
        let folder = root + "/proc/sys"
        try FileManager.default.createDirectory(atPath: folder + "/folder", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        try "10\n".write(toFile: folder + "/swappiness", atomically: true, encoding: .utf8)
        try FileManager.default.createSymbolicLink(atPath: folder + "/loop", withDestinationPath: "loop")
        let files = RootedFiles(root: root)
        #expect(files.read("/proc/sys/swappiness").value == "10\n")
        #expect(files.read("/proc/sys/nothing").isMissing)
        #expect(files.read("/proc/sys/swappiness/below").isMissing)
        for (name, number) in [("folder", EISDIR), ("loop", ELOOP)] {
            guard case .unreadable(let seen) = files.read("/proc/sys/\(name)") else {
                Issue.record("\(name) was read")
                continue
            }
            #expect(seen == number)
        }
        #expect(files.list("/proc/sys").value == ["folder", "loop", "swappiness"])
        #expect(files.list("/proc/nothing").isMissing)
        #expect(files.access("/proc/sys/swappiness").value == true)
        #expect(files.access("/proc/sys/nothing").isMissing)
    }

    @Test func `a thread of this process is read as the kernel tells it`() throws {
        let tasks = try #require(SystemTask.list(RootedFiles()).value)
        let own = try #require(tasks.first { $0.process == Int(getpid()) && $0.thread == Int(getpid()) })
        #expect(!own.isKernel)
        #expect(!own.isRealTime)
    }
}
