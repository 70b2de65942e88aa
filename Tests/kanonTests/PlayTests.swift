import Foundation
import Testing

@testable import kanon

/// Against a real, private JACK server without a card.
@Suite(.serialized) struct PlayTests {
    @Test func `a demo recorded live is the demo rendered`() throws {
        let folder = try TemporaryFolder()
        let song = folder.file("demo.mid")
        try Data(PackageResources.demo_mid).write(to: URL(filePath: song))
        // The wheel's vibrato runs freely, so it is left out here.
        let mapping = try folder.write("plain.yaml", "kanon: mapping/1\nname: Plain\n")
        let server = try DummyServer()

        let live = try Command.run(
            ["play", "sine", "--demo", "--mapping", mapping, "--record", folder.file("live.wav"), "--seconds", "12"],
            environment: ["JACK_DEFAULT_SERVER": server.name])
        #expect(live.status == 0)
        #expect(live.errors.contains("the running JACK server"))
        let rendered = try Command.run(
            ["render", song, "-o", folder.file("rendered.wav"), "--preset", "sine", "--mapping", mapping])
        #expect(rendered.status == 0)

        let heard = try samples(folder.file("live.wav"))
        let wanted = try samples(folder.file("rendered.wav"))
        let start = try #require(heard.firstIndex { $0 != 0 })
        let wantedStart = try #require(wanted.firstIndex { $0 != 0 })
        // All but the fade at the end.
        let count = heard.count - start - 2 * 48_000 / 5
        #expect(count > 2 * 48_000 * 3)
        let isEqual = heard[start..<start + count].elementsEqual(wanted[wantedStart..<wantedStart + count])
        #expect(isEqual)
    }

    @Test func `Ctrl-C fades, finishes the take and ends well`() throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let take = folder.file("take.wav")
        let result = try Command.run(
            ["play", "--demo", "--record", take], environment: ["JACK_DEFAULT_SERVER": server.name], interruptAfter: 4)
        #expect(result.status == 0)
        #expect(result.errors.contains("xruns"))
        let heard = try samples(take)
        let end = heard.suffix(200).map(abs).max()
        #expect(heard.count > 2 * 48_000)
        #expect(heard.contains { $0 != 0 })
        #expect(end == 0)
    }

    @Test func `Ctrl-C ends it with its take also where the server hangs`() throws {
        let folder = try TemporaryFolder()
        let server = try DummyServer()
        let take = folder.file("take.wav")
        let player = try Player(["sine", "--record", take], in: folder, server: server)
        Thread.sleep(forTimeInterval: 1)
        server.hang()
        #expect(player.interrupt(within: 10))
        #expect(player.said.contains("does not answer"))
        #expect(try samples(take).count > 48_000)
    }

    @Test func `without a server, it starts one of its own and leaves none behind`() throws {
        let result = try Command.run(
            ["play", "--seconds", "1"],
            environment: ["JACK_DEFAULT_SERVER": "kanon-nobody-\(getpid())", "XDG_RUNTIME_DIR": "/nonexistent"])
        #expect(result.status == 0)
        #expect(result.errors.contains("Kanon's own JACK server"))
    }

    /// The samples of a 24-bit stereo WAV.
    private func samples(_ path: String) throws -> [Int32] {
        let data = try Data(contentsOf: URL(filePath: path))
        let marker = try #require(data.firstRange(of: Data("data".utf8)))
        let bytes = [UInt8](data[(marker.upperBound + 4)...])
        return stride(from: 0, to: bytes.count - 2, by: 3).map { index in
            Int32(bitPattern: UInt32(bytes[index]) << 8 | UInt32(bytes[index + 1]) << 16 | UInt32(bytes[index + 2]) << 24) >> 8
        }
    }
}
