import Foundation
import KanonEngine
import Testing

@testable import KanonIO
@testable import kanon

/// Takes without a server, on disks that are slow or full.
@Suite(.serialized) struct TakesTests {
    private let instrument = Instrument(Instrument.Configuration(), sound: Sound())

    private func render(frames: Int) {
        var block = StereoBlock(maximumFrames: 64)
        for _ in 0..<frames / 64 {
            instrument.engine.pointee.begin(frames: 64, microseconds: 0)
            block.render(instrument, frames: 64)
        }
    }

    /// A take that goes on at 44.1 kHz once its disk, which is frozen, has taken the first part.
    private func waitingTakes(on disk: FrozenDisk) throws -> Takes {
        var takes = Takes()
        try takes.start(disk.path + "/take.wav", format: .wav24, sampleRate: 48_000, of: instrument)
        disk.freeze()
        render(frames: 9_600)
        let lines = takes.go(on: 44_100)
        #expect(lines.count == 1 && lines[0].contains("the disk is slow"), "\(lines)")
        return takes
    }

    /// What is said until the disk has taken all.
    private func lines(of takes: inout Takes) -> [String] {
        var lines: [String] = []
        for _ in 0..<6000 where takes.isEnding {
            lines += takes.look(at: .now)
            usleep(5_000)
        }
        return lines
    }

    @Test(.enabled(if: FrozenDisk.isAvailable)) func `a take that was to go on does not, once it is stopped`() throws {
        let disk = try FrozenDisk()
        var takes = try waitingTakes(on: disk)
        #expect(takes.isRecording)
        let line = takes.stop()
        #expect(line?.contains("the disk is slow") == true)
        #expect(!takes.isRecording)
        let again = takes.stop()
        #expect(again == nil)
        disk.thaw()
        let lines = lines(of: &takes)
        #expect(lines == ["\(disk.path)/take.wav holds 0.2 s."])
        #expect(!FileManager.default.fileExists(atPath: disk.path + "/take-2.wav"))
        #expect(!takes.isRecording)
    }

    @Test(.enabled(if: FrozenDisk.isAvailable)) func `a take goes on at the rate that the server has by then`() throws {
        let disk = try FrozenDisk()
        var takes = try waitingTakes(on: disk)
        let more = takes.go(on: 32_000)
        #expect(more == [])
        disk.thaw()
        let lines = lines(of: &takes)
        #expect(lines.last == "The recording goes on in \(disk.path)/take-2.wav.")
        #expect(takes.recorder?.sampleRate == 32_000)
        #expect(takes.isRecording)
    }

    @Test func `a take whose last moments found no room is told as that, and goes on nowhere`() async throws {
        await #expect(processExitsWith: .success) {
            let folder = try TemporaryFolder()
            var limit = rlimit(rlim_cur: 20_000, rlim_max: 20_000)
            setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
            let tests = TakesTests()
            var takes = Takes()
            try takes.start(folder.file("take.wav"), format: .wav24, sampleRate: 48_000, of: tests.instrument)
            tests.render(frames: 9_600)
            let lines = takes.go(on: 44_100)
            guard lines.count == 1, lines[0].contains("take.wav holds"), takes.isIncomplete else { exit(2) }
            guard takes.unsaidFailure?.contains("the file may not grow any more") == true else { exit(3) }
            guard takes.look(at: .now) == [takes.recorder?.failure], takes.unsaidFailure == nil else { exit(4) }
            guard !FileManager.default.fileExists(atPath: folder.file("take-2.wav")) else { exit(5) }
        }
    }
}
