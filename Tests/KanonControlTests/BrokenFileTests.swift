import Foundation
import Testing

@testable import KanonControl

struct BrokenFileTests {
    private func said(_ path: String) -> String {
        complaints { () throws(Diagnostics) in try Preset.load(path: path) }
    }

    @Test func `a missing file is told with its nearest neighbour`() throws {
        let folder = try TemporaryFolder()
        try folder.write("glass.yaml", "")
        #expect(
            said("\(folder.path)/glas.yaml")
                == "\(folder.path)/glas.yaml: there is no such file; did you mean glass.yaml?")
        #expect(said("\(folder.path)/x/y.yaml") == "\(folder.path)/x/y.yaml: there is no such file")
    }

    @Test func `a directory is told to be one`() throws {
        let folder = try TemporaryFolder()
        #expect(said(folder.path) == "\(folder.path): this is a directory; name a file")
    }

    @Test func `a device is not read`() {
        #expect(said("/dev/zero") == "/dev/zero: this is not a regular file; name a file")
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything"))
    func `a file that may not be read is told so`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("p.yaml", "kanon: preset/1")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        #expect(said(path) == "\(path): the file may not be read; see its permissions with ls -l")
    }

    @Test func `a huge file is not read`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("p.yaml", [UInt8](repeating: 0x20, count: (1 << 20) + 1))
        #expect(said(path) == "\(path): the file has 1048577 bytes; at most 1 MiB are read")
    }

    @Test func `an empty file is told what belongs into it`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("p.yaml", "")
        #expect(said(path) == "\(path):1:1: the file is empty; a preset begins with kanon: preset/1")
    }

    @Test(arguments: [
        ([0x61, 0x3A, 0x20, 0xE9, 0x0A], "1:4: byte 0xE9"), ([0x61, 0x0A, 0xC3, 0xA9, 0xC3], "2:2: byte 0xC3"),
        ([0xFF, 0xFE, 0x61, 0x00], "1:1: byte 0xFF"), ([0xED, 0xA0, 0x80], "1:1: byte 0xED"),
    ])
    func `bytes that are not UTF-8 are told with their place`(bytes: [UInt8], place: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("p.yaml", bytes)
        #expect(said(path) == "\(path):\(place) is not UTF-8; save the file as UTF-8")
    }
}
