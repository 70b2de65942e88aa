import KanonEngine
import Testing

@testable import KanonControl

struct SongPlayerTests {
    @Test func `a piece goes on where it is when frames come at another rate`() throws {
        let piece = try StandardMidiFile.parse([UInt8](Self.file), file: "piece.mid")
        let instrument = Instrument(.init(), sound: Sound())
        var player = SongPlayer(piece, song: instrument.song, sampleRate: 48_000, firstFrame: 4_800)
        // 0.9 s of the piece are over.
        player.follow(sampleRate: 96_000, from: 48_000)
        player.feed(at: 48_000)
        let tail = 1 - piece.seconds
        #expect(!player.isOver(at: 48_000 + 9_500, tailSeconds: tail))
        #expect(player.isOver(at: 48_000 + 9_700, tailSeconds: tail))
        withExtendedLifetime(instrument) {}
    }

    /// One note at the beginning, of half a second.
    private static let file: [UInt8] = [
        0x4D, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, 0, 96,
        0x4D, 0x54, 0x72, 0x6B, 0, 0, 0, 12, 0, 0x90, 60, 100, 96, 0x80, 60, 0, 0, 0xFF, 0x2F, 0,
    ]
}
