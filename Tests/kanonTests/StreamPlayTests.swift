import Foundation
import Testing

@testable import KanonIO
@testable import kanon

/// Standard streams that are closed, full or read by nobody, and limits under which other programs fall.
@Suite(.serialized) struct StreamPlayTests {
    @Test(arguments: ["params", "params --json", "--help", "preset list", "midi"])
    func `data that cannot be written is status 1 and a sentence`(verb: String) throws {
        let folder = try TemporaryFolder()
        #expect(try shell("\(Self.kanon) \(verb) >/dev/full 2>said", in: folder) == 1)
        #expect(folder.said == "The standard output cannot be written: No space left on device.\n")
        #expect(try shell("\(Self.kanon) \(verb) >&- 2>said", in: folder) == 1)
        #expect(folder.said.hasPrefix("The standard output cannot be written"))
        #expect(try shell("set -o pipefail; \(Self.kanon) \(verb) 2>said | true", in: folder) <= 1)
    }

    @Test func `a sound file is the same whether its maker can speak or not`() throws {
        let folder = try TemporaryFolder()
        let song = folder.file("song.mid")
        try Data(PackageResources.demo_mid).write(to: URL(filePath: song))
        for (name, streams) in [("open", "2>said"), ("closed", "<&- >&- 2>&-"), ("full", ">/dev/full 2>/dev/full")] {
            #expect(try shell("\(Self.kanon) render song.mid -o \(name).wav --preset sine --rate 8000 \(streams)", in: folder) == 0)
        }
        let open = try Data(contentsOf: URL(filePath: folder.file("open.wav")))
        #expect(try Data(contentsOf: URL(filePath: folder.file("closed.wav"))) == open)
        #expect(try Data(contentsOf: URL(filePath: folder.file("full.wav"))) == open)
    }

    @Test func `nobody who hears its words keeps it from playing`() throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let play = "JACK_DEFAULT_SERVER=\(server.name) \(Self.kanon) play sine --seconds 0.6 --record"
        #expect(try shell("\(play) closed.wav <&- >&- 2>&-", in: folder) == 0)
        #expect(try shell("\(play) full.wav 2>/dev/full", in: folder) == 0)
        #expect(try shell("set -o pipefail; \(play) gone.wav 2>&1 >/dev/null | true", in: folder) == 0)
        for take in ["closed", "full", "gone"] {
            let data = try Data(contentsOf: URL(filePath: folder.file("\(take).wav")))
            #expect(data.prefix(4) == Data("RIFF".utf8))
            #expect(data.firstRange(of: Data("Kanon".utf8)) == nil)
        }
    }

    @Test(arguments: ["rm take.wav", "rm -r ../$(basename $PWD)", "mv take.wav other.wav"])
    func `the last sentence knows where a take is`(deed: String) throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let inner = folder.file("takes")
        try FileManager.default.createDirectory(atPath: inner, withIntermediateDirectories: true)
        let player = try Player(["sine", "--record", inner + "/take.wav"], in: folder, server: server)
        #expect(player.says("Recording to"))
        Thread.sleep(forTimeInterval: 0.3)
        #expect(try shell("cd takes && \(deed)", in: folder) == 0)
        if deed.hasPrefix("rm") {
            #expect(player.says("'\(inner)/take.wav' was deleted while it was recorded; nothing is left of it."))
        }
        #expect(player.interrupt(within: 10))
        let ending = deed.hasPrefix("rm") ? "nothing is left of \(inner)/take.wav." : "other.wav (once \(inner)/take.wav) holds"
        #expect(player.said.contains(ending), "\(player.said)")
    }

    @Test func `a take that is not whole is status 1, and its last words say why`() throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let environment = "JACK_DEFAULT_SERVER=\(server.name) XDG_RUNTIME_DIR=$PWD"
        let play = "ulimit -f 40; \(environment) \(Self.kanon) play sine --seconds 0.6 --record take.wav"
        #expect(try shell("exec 2>said; \(play)", in: folder) == 1)
        #expect(folder.said.contains("The recording ended: the file may not grow any more."), "\(folder.said)")
        #expect(folder.said.contains("; take.wav holds 0.1 s."), "\(folder.said)")
    }

    @Test func `data that nobody reads is status 1 and a sentence`() async throws {
        let result = await #expect(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
            var ends: [Int32] = [0, 0]
            guard pipe(&ends) == 0, dup2(ends[1], STDOUT_FILENO) >= 0 else { exit(2) }
            try TextStream.data.neverWait()
            Output.data(String(repeating: "a", count: 100_000))
            exit(Output.finish(0))
        }
        let said = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        #expect(said.contains("Some of the standard output is lost: nobody read it.\n"))
    }

    @Test(.enabled(if: FrozenDisk.isAvailable))
    func `a disk that takes nothing keeps nobody waiting, and a second Ctrl-C says what is missing`()
        throws
    {
        let disk = try FrozenDisk()
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let player = try TerminalPlayer(
            ["play", "sine", "--record", disk.path + "/take.wav"], in: folder,
            environment: ["JACK_DEFAULT_SERVER": server.name, "XDG_RUNTIME_DIR": folder.path])
        #expect(player.says("Keys:"))
        usleep(300_000)
        disk.freeze()
        usleep(200_000)
        player.type("\u{3}")
        #expect(player.says("the disk is slow"))
        player.type("\u{3}")
        #expect(player.says("s are missing."))
        #expect(player.isAsBefore)
        // The kernel ends nothing that waits for such a disk.
        disk.thaw()
        #expect(player.end() == 1)
    }

    @Test(arguments: [6, 8, 12, 15, 40]) func `too few files are refused in a sentence`(count: Int) throws {
        let folder = try TemporaryFolder()
        for verb in ["play --seconds 1", "monitor --seconds 1", "learn knob.1 --yes --seconds 1"] {
            #expect(try shell("exec 2>said; ulimit -n \(count); exec \(Self.kanon) \(verb)", in: folder) == 1)
            #expect(folder.said.contains("Kanon needs 64 open files at once and may have \(count)"), "\(verb): \(folder.said)")
        }
    }

    private static var kanon: String { Command.executable.path }

    /// Runs a line in `folder`; its status.
    private func shell(_ line: String, in folder: TemporaryFolder) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", line]
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}

extension TemporaryFolder {
    /// What a program said into the file of that name.
    fileprivate var said: String { (try? String(contentsOfFile: file("said"), encoding: .utf8)) ?? "" }
}
