/// A Standard MIDI File, laid out in time; the pieces of one of format 2 one after another.
///
/// Source: The MIDI Manufacturers Association, "Standard MIDI Files 1.0", RP-001, 1996.
public struct StandardMidiFile: Sendable {
    /// A channel message at its time.
    public struct Event: Sendable, Hashable {
        /// From the beginning of the piece.
        public let seconds: Double
        /// A status byte and its one or two data bytes.
        public let message: Message
    }

    /// A system exclusive message at its time.
    public struct Exclusive: Sendable, Hashable {
        /// From the beginning of the piece.
        public let seconds: Double
        /// From F0 to F7.
        public let bytes: [UInt8]
    }

    /// Every channel message, in the order of time; at one time in the order of the tracks.
    public let events: [Event]
    /// Every system exclusive message, in the same order.
    public let exclusives: [Exclusive]
    /// The time at which the last track ends.
    public let seconds: Double

    /// Reads the bytes of a Standard MIDI File; `file` is for messages only.
    public static func parse(_ bytes: [UInt8], file: String) throws(Diagnostics) -> StandardMidiFile {
        var reader = ByteReader(bytes, file: file)
        let header = try MidiHeader.read(from: &reader)
        var tracks: [MidiTrack] = []
        while !reader.isAtEnd, tracks.count < header.tracks {
            let name = try reader.number(bytes: 4)
            var chunk = try reader.part(try reader.number(bytes: 4))
            // Chunks of other kinds are allowed anywhere and mean nothing here.
            if name == 0x4D54_726B { tracks.append(try MidiTrack.read(from: &chunk)) }
        }
        guard tracks.count == header.tracks else {
            throw reader.error(
                "the file ends after \(tracks.count) of \(header.tracks) tracks",
                allowed: "the file is cut short or damaged")
        }
        do {
            return try lay(out: tracks, header)
        } catch {
            throw Diagnostics(.name(file), error)
        }
    }

    /// Reads the Standard MIDI File at `path`.
    public static func load(path: String) throws(Diagnostics) -> StandardMidiFile {
        try parse(try TextFile.bytes(at: path, largest: TextFile.largestBinary), file: path)
    }

    private static func lay(out tracks: [MidiTrack], _ header: MidiHeader) throws(Complaint) -> StandardMidiFile {
        guard header.isSequence else { return try merge(tracks, header.division) }
        var events: [Event] = []
        var exclusives: [Exclusive] = []
        var seconds = 0.0
        for track in tracks {
            let piece = try merge([track], header.division)
            events += piece.events.map { Event(seconds: seconds + $0.seconds, message: $0.message) }
            exclusives += piece.exclusives.map { Exclusive(seconds: seconds + $0.seconds, bytes: $0.bytes) }
            seconds += piece.seconds
            guard seconds <= Double(MidiClock.longestHours * 3600) else { throw MidiClock.tooLong }
        }
        return StandardMidiFile(events: events, exclusives: exclusives, seconds: seconds)
    }

    private static func merge(_ tracks: [MidiTrack], _ division: TimeDivision) throws(Complaint) -> StandardMidiFile {
        // Sorting by (tick, track, place in the track) keeps simultaneous events as the file has them. A change of tempo
        // holds from its tick on, whichever track it stands in.
        let items = tracks.enumerated()
            .flatMap { track, content in
                content.items.enumerated().map { (tick: $1.tick, track: track, place: $0, content: $1.content) }
            }
            .sorted { ($0.tick, $0.track, $0.place) < ($1.tick, $1.track, $1.place) }
        var clock = MidiClock(division)
        var events: [Event] = []
        var exclusives: [Exclusive] = []
        for item in items {
            try clock.advance(to: item.tick)
            switch item.content {
            case .message(let message): events.append(Event(seconds: clock.seconds, message: message))
            case .exclusive(let bytes): exclusives.append(Exclusive(seconds: clock.seconds, bytes: bytes))
            case .tempo(let microseconds): clock.microsecondsPerQuarter = microseconds
            }
        }
        try clock.advance(to: tracks.map(\.ticks).max() ?? 0)
        return StandardMidiFile(events: events, exclusives: exclusives, seconds: clock.seconds)
    }
}
