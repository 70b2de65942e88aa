/// The first chunk of a Standard MIDI File.
struct MidiHeader {
    let tracks: Int
    let ticksPerQuarter: Int

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
        guard format <= 1 else {
            let what = format == 2 ? "format 2 holds several pieces" : "format \(format) is unknown"
            throw header.error(what, allowed: "formats 0 and 1 are read", at: header.offset - 2)
        }
        let tracks = try header.number(bytes: 2)
        guard tracks > 0, format == 1 || tracks == 1 else {
            throw header.error(
                "a file of format \(format) has \(tracks) tracks",
                allowed: format == 0 ? "it has one" : "it has at least one",
                at: header.offset - 2)
        }
        let division = try header.number(bytes: 2)
        guard division & 0x8000 == 0 else {
            throw header.error(
                "time is counted in SMPTE frames", allowed: "ticks per quarter note are read", at: header.offset - 2)
        }
        guard division > 0 else {
            throw header.error("a quarter note has 0 ticks", allowed: "at least 1", at: header.offset - 2)
        }
        return MidiHeader(tracks: tracks, ticksPerQuarter: division)
    }
}
