/// The first chunk of a Standard MIDI File.
struct MidiHeader {
    let tracks: Int
    let division: TimeDivision
    /// Whether the tracks are pieces of their own, to be played one after another (format 2).
    let isSequence: Bool

    static func read(from reader: inout ByteReader) throws(Diagnostics) -> MidiHeader {
        guard reader.end >= 14, try reader.number(bytes: 4) == 0x4D54_6864 else {
            throw reader.error("this is not a Standard MIDI File", allowed: "one begins with the letters MThd", at: 0)
        }
        let start = reader.offset
        let length = try reader.number(bytes: 4)
        guard length >= 6 else {
            throw reader.error("the header has \(length) bytes", allowed: "at least 6", at: start)
        }
        var header = try reader.part(length)
        let format = try header.number(bytes: 2)
        guard format <= 2 else {
            throw header.error("format \(format) is unknown", allowed: "formats 0, 1 and 2 are read", at: header.offset - 2)
        }
        let tracks = try header.number(bytes: 2)
        guard tracks > 0, format > 0 || tracks == 1 else {
            throw header.error(
                "a file of format \(format) has \(tracks) tracks",
                allowed: format == 0 ? "it has one" : "it has at least one",
                at: header.offset - 2)
        }
        let division = try TimeDivision.read(from: &header)
        return MidiHeader(tracks: tracks, division: division, isSequence: format == 2)
    }
}
