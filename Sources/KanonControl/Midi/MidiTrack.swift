/// One track of a Standard MIDI File: what matters of it, at ticks from its beginning.
struct MidiTrack {
    enum Content {
        case message(StandardMidiFile.Message)
        /// Microseconds a quarter note.
        case tempo(Int)
        /// A system exclusive message from F0 to F7.
        case exclusive([UInt8])
    }

    private(set) var items: [(tick: Int, content: Content)] = []
    /// The tick at which the track ends.
    private(set) var ticks = 0
    /// A system exclusive message of which more is to come.
    private var exclusive: [UInt8] = []

    static func read(from reader: inout ByteReader) throws(Diagnostics) -> MidiTrack {
        var track = MidiTrack()
        // The standard ends running status at meta and exclusive events; files that rely on more are common, and no
        // right file is misread by keeping it.
        var running: UInt8?
        while !reader.isAtEnd {
            track.ticks += try reader.variableLength()
            let start = reader.offset
            switch try reader.peek() {
            case 0xFF:
                if try track.readMeta(from: &reader) { return track }
            case 0xF0, 0xF7:
                try track.readExclusive(from: &reader)
            case 0xF1...0xFE:
                throw reader.error(
                    "0x\(hex(try reader.peek())) does not occur in files", allowed: "the file is damaged")
            case 0x80...0xEF:
                running = try reader.byte()
                fallthrough
            default:
                guard let status = running else {
                    throw reader.error(
                        "there is data before any status byte", allowed: "the file is damaged", at: start)
                }
                let message = try message(status, from: &reader)
                track.items.append((track.ticks, .message(message)))
            }
        }
        // The end mark is missing, but no event is cut: nothing is lost.
        return track
    }

    /// Reads a system exclusive event: a message, or a part of one.
    private mutating func readExclusive(from reader: inout ByteReader) throws(Diagnostics) {
        let isBegin = try reader.byte() == 0xF0
        var part = try reader.part(try reader.variableLength())
        if isBegin { exclusive = [0xF0] }
        var bytes: [UInt8] = []
        while !part.isAtEnd { bytes.append(try part.byte()) }
        // Behind F7 stands what goes on, or else bytes that are no such message.
        guard !exclusive.isEmpty else { return }
        exclusive += bytes
        if exclusive.last == 0xF7 {
            items.append((ticks, .exclusive(exclusive)))
            exclusive = []
        }
    }

    /// Reads a meta event; true for the one that ends the track.
    private mutating func readMeta(from reader: inout ByteReader) throws(Diagnostics) -> Bool {
        _ = try reader.byte()
        let kind = try reader.byte()
        let start = reader.offset
        var content = try reader.part(try reader.variableLength())
        switch kind {
        case 0x2F: return true
        case 0x51:
            let length = content.end - content.offset
            guard length == 3 else { throw reader.error("a tempo has \(length) bytes", allowed: "it has 3", at: start) }
            let microseconds = try content.number(bytes: 3)
            guard microseconds > 0 else {
                throw reader.error("a tempo is 0", allowed: "at least 1 µs a quarter note", at: start)
            }
            items.append((ticks, .tempo(microseconds)))
        default: break
        }
        return false
    }

    private static func message(
        _ status: UInt8, from reader: inout ByteReader
    ) throws(Diagnostics) -> StandardMidiFile.Message {
        let data1 = try data(from: &reader)
        let data2 = StandardMidiFile.Message.dataBytes(status) == 2 ? try data(from: &reader) : 0
        return StandardMidiFile.Message(status: status, data1: data1, data2: data2)
    }

    private static func data(from reader: inout ByteReader) throws(Diagnostics) -> UInt8 {
        let byte = try reader.byte()
        guard byte < 0x80 else {
            throw reader.error(
                "0x\(hex(byte)) stands where a data byte should", allowed: "the file is damaged", at: reader.offset - 1)
        }
        return byte
    }

    private static func hex(_ byte: UInt8) -> String { String(byte, radix: 16, uppercase: true) }
}
