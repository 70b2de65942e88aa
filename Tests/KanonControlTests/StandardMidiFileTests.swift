import Testing

@testable import KanonControl

/// Bytes of Standard MIDI Files for tests.
enum Song {
    static func header(format: Int = 1, tracks: Int, division: Int = 480) -> [UInt8] {
        Array("MThd".utf8) + big(6, 4) + big(format, 2) + big(tracks, 2) + big(division, 2)
    }

    static func track(_ events: [UInt8], end: [UInt8] = [0, 0xFF, 0x2F, 0]) -> [UInt8] {
        Array("MTrk".utf8) + big(events.count + end.count, 4) + events + end
    }

    static func big(_ number: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).reversed().map { UInt8(number >> ($0 * 8) & 0xFF) }
    }

    /// Two tracks with running status, a change of tempo, sysex, texts and a chunk of another kind.
    static let whole: [UInt8] =
        header(tracks: 2, division: 96)
        + track([0, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20, 96, 0xFF, 0x51, 3, 0x0F, 0x42, 0x40])
        + Array("XFIH".utf8) + big(3, 4) + [1, 2, 3]
        + track([
            0, 0xFF, 0x03, 2, 0x68, 0x69, 0, 0x90, 60, 100, 96, 62, 80, 0, 0xF0, 3, 1, 2, 0xF7, 0x81, 0x40, 60, 0, 0,
            0xF7, 1,
            0xF8, 0, 0xC5, 9, 0, 0xB5, 64, 127,
        ])
}

struct StandardMidiFileTests {
    private func parse(_ bytes: [UInt8]) throws(Diagnostics) -> StandardMidiFile {
        try StandardMidiFile.parse(bytes, file: "s.mid")
    }

    @Test func `events come out in time with running status, tempo and everything else understood`() throws {
        let song = try parse(Song.whole)
        // 96 ticks at half a second a quarter, then 192 ticks at a second a quarter.
        #expect(song.events.map(\.seconds) == [0, 0.5, 2.5, 2.5, 2.5])
        #expect(
            song.events.map(\.message.bytes) == [
                [0x90, 60, 100], [0x90, 62, 80], [0x90, 60, 0], [0xC5, 9], [0xB5, 64, 127],
            ])
        #expect(song.seconds == 2.5)
        #expect(song.exclusives == [StandardMidiFile.Exclusive(seconds: 0.5, bytes: [0xF0, 1, 2, 0xF7])])
    }

    @Test func `a system exclusive message in parts is one at the time of its end; bytes without a begin are none`() throws {
        let events: [UInt8] = [
            0, 0xF0, 2, 1, 2, 0x60, 0xF7, 1, 3, 0x60, 0xF7, 2, 4, 0xF7, 0, 0xF7, 2, 9, 0xF7, 0, 0x90, 60, 100, 0, 0xF0, 1, 5,
        ]
        let song = try parse(Song.header(format: 0, tracks: 1, division: 96) + Song.track(events))
        #expect(song.exclusives == [StandardMidiFile.Exclusive(seconds: 1, bytes: [0xF0, 1, 2, 3, 4, 0xF7])])
        #expect(song.events.count == 1)
    }

    @Test func `without a tempo a quarter note takes half a second, and the end mark ends the piece`() throws {
        let song = try parse(
            Song.header(format: 0, tracks: 1) + Song.track([0, 0x90, 60, 1], end: [0x83, 0x60, 0xFF, 0x2F, 0]))
        #expect(song.events.map(\.seconds) == [0])
        #expect(song.seconds == 0.5)
    }

    @Test func `simultaneous events keep the order of the tracks`() throws {
        let first = Song.track([10, 0x80, 60, 0, 0, 0x90, 60, 1])
        let second = Song.track([10, 0x91, 61, 1])
        let song = try parse(Song.header(tracks: 2) + first + second)
        #expect(song.events.map(\.message.status) == [0x80, 0x90, 0x91])
    }

    @Test func `a change of tempo in any track holds for all`() throws {
        let notes = Song.track([0x83, 0x60, 0x90, 60, 1, 0x83, 0x60, 0x80, 60, 0])
        let tempo = Song.track([0x83, 0x60, 0xFF, 0x51, 3, 0x03, 0xD0, 0x90])
        #expect(try parse(Song.header(tracks: 2) + notes + tempo).events.map(\.seconds) == [0.5, 0.75])
        #expect(try parse(Song.header(tracks: 2) + tempo + notes).events.map(\.seconds) == [0.5, 0.75])
    }

    @Test func `a long piece with an odd tempo does not drift`() throws {
        // 333,333 µs a quarter of 7 ticks, 3,000 notes a tick apart.
        var track: [UInt8] = [0, 0xFF, 0x51, 3] + Song.big(333_333, 3)
        for _ in 0..<3000 { track += [1, 0x90, 60, 1] }
        let song = try parse(Song.header(format: 0, tracks: 1, division: 7) + Song.track(track))
        #expect(song.seconds == 3000 * 333_333 / 7e6)
    }

    @Test(arguments: [(0xE728, 25), (0xE850, 24), (0xE264, 30), (0xE3FF, 30 / 1.001)] as [(Int, Double)])
    func `time may be counted in frames, whatever the tempo`(division: Int, framesPerSecond: Double) throws {
        // A frame's ticks, twice: 40, 80, 100 or 255.
        let ticks = UInt8(division & 0xFF)
        let delta: [UInt8] = ticks < 128 ? [ticks] : [0x81, ticks & 0x7F]
        var events: [UInt8] = [0, 0xFF, 0x51, 3, 0x07, 0xA1, 0x20]
        events += delta + [0x90, 60, 1]
        events += delta + [0x80, 60, 0]
        let track = Song.track(events)
        let song = try parse(Song.header(format: 0, tracks: 1, division: division) + track)
        #expect(song.events.count == 2)
        for (event, frames) in zip(song.events, [1.0, 2]) { #expect(abs(event.seconds - frames / framesPerSecond) < 1e-12) }
    }

    @Test func `the pieces of format 2 follow one another, each with its own tempo`() throws {
        let fast = Song.track([0, 0xFF, 0x51, 3, 0x03, 0xD0, 0x90, 0x83, 0x60, 0x90, 60, 1])
        let plain = Song.track([0x83, 0x60, 0x90, 62, 1, 0, 0xF0, 2, 0x7D, 0xF7])
        let song = try parse(Song.header(format: 2, tracks: 2) + fast + plain)
        #expect(song.events.map(\.seconds) == [0.25, 0.75])
        #expect(song.exclusives.map(\.seconds) == [0.75])
        #expect(song.seconds == 0.75)
    }

    @Test func `a track without an end mark loses nothing`() throws {
        let song = try parse(Song.header(format: 0, tracks: 1) + Song.track([0, 0x90, 60, 1], end: []))
        #expect(song.events.count == 1)
    }

    @Test func `running status outlives texts and exclusive messages`() throws {
        let track = Song.track([0, 0x90, 60, 1, 0, 0xFF, 1, 1, 0x41, 0, 61, 1, 0, 0xF0, 1, 0xF7, 0, 62, 1])
        #expect(try parse(Song.header(format: 0, tracks: 1) + track).events.map(\.message.data1) == [60, 61, 62])
    }

    static let damaged = "the file is cut short or damaged"

    @Test(
        arguments: [
            ([], "0: this is not a Standard MIDI File; one begins with the letters MThd"),
            (Array("RIFF....RMIDdata".utf8), "0: this is not a Standard MIDI File; one begins with the letters MThd"),
            (Array("MThd".utf8) + Song.big(5, 4) + Song.big(0, 6), "4: the header has 5 bytes; at least 6"),
            (Song.header(format: 3, tracks: 1), "8: format 3 is unknown; formats 0, 1 and 2 are read"),
            (Song.header(format: 0, tracks: 2), "10: a file of format 0 has 2 tracks; it has one"),
            (Song.header(format: 1, tracks: 0), "10: a file of format 1 has 0 tracks; it has at least one"),
            (Song.header(tracks: 1, division: 0xE428), "12: 28 frames a second are unknown; 24, 25, 29 and 30 are read"),
            (Song.header(tracks: 1, division: 0xE700), "13: a frame has 0 ticks; at least 1"),
            (Song.header(tracks: 1, division: 0), "12: a quarter note has 0 ticks; at least 1"),
            (Song.header(tracks: 2) + Song.track([]), "26: the file ends after 1 of 2 tracks; \(damaged)"),
            (Song.header(tracks: 1) + [0x4D, 0x54], "16: the file ends in the middle of something"),
            (
                Song.header(tracks: 1) + Array("MTrk".utf8) + Song.big(9, 4) + [0, 0x90],
                "22: 9 bytes should follow, but there are 2; \(damaged)"
            ),
            (
                Song.header(tracks: 1) + Song.track([0, 60, 1]),
                "23: there is data before any status byte; the file is damaged"
            ),
            (
                Song.header(tracks: 1) + Song.track([0, 0x90, 60, 0x80]),
                "25: 0x80 stands where a data byte should; the file is damaged"
            ),
            (Song.header(tracks: 1) + Song.track([0, 0xF8]), "23: 0xF8 does not occur in files; the file is damaged"),
            (
                Song.header(tracks: 1) + Song.track([0xFF, 0xFF, 0xFF, 0xFF, 1]),
                "22: a number is longer than four bytes"
            ),
            (Song.header(tracks: 1) + Song.track([0, 0xFF, 0x51, 2, 1, 1]), "25: a tempo has 2 bytes; it has 3"),
            (
                Song.header(tracks: 1) + Song.track([0, 0xFF, 0x51, 3, 0, 0, 0]),
                "25: a tempo is 0; at least 1 µs a quarter note"
            ),
            (
                Song.header(tracks: 1) + Song.track([0, 0x90], end: []) + [60, 1, 0],
                "24: the track ends in the middle of an event"
            ),
        ] as [([UInt8], String)])
    func `a damaged file is told at its byte`(bytes: [UInt8], says: String) {
        #expect(complaints { () throws(Diagnostics) in try parse(bytes) } == "s.mid: byte \(says)")
    }

    @Test func `a piece longer than a day is refused`() {
        var track: [UInt8] = []
        for _ in 0..<200 { track += [0xFF, 0xFF, 0xFF, 0x7F, 0x90, 60, 1] }
        let said = complaints { () throws(Diagnostics) in
            try parse(Song.header(tracks: 1, division: 1) + Song.track(track))
        }
        #expect(said == "s.mid: the piece is longer than a day; at most 24 hours are read")
    }

    @Test func `a file that is cut anywhere is refused`() {
        for length in 0..<Song.whole.count {
            let said = complaints { () throws(Diagnostics) in try parse(Array(Song.whole.prefix(length))) }
            #expect(said.hasPrefix("s.mid: byte "), "cut after \(length) bytes")
        }
    }

    @Test func `no damage makes the reader crash, and what it reads is in order`() {
        var random = Lehmer(seed: 3)
        var read = 0
        for _ in 0..<100_000 {
            var bytes = Song.whole
            for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            guard let song = try? parse(bytes) else { continue }
            read += 1
            var last = 0.0
            for event in song.events {
                if event.seconds < last || event.message.status < 0x80 { Issue.record("out of order: \(bytes)") }
                last = event.seconds
            }
        }
        // Most of the damage hits data that may be anything.
        #expect(read > 10_000)
    }
}
