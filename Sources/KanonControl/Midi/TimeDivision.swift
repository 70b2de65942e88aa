/// What a tick of a Standard MIDI File is a part of.
enum TimeDivision: Equatable {
    /// A quarter note, whose length the tempo gives.
    case quarter(ticks: Int)
    /// A frame of film or video, of which `frames` take `seconds`; the tempo changes nothing.
    case frames(Int, seconds: Int, ticks: Int)

    /// Reads the last field of a header.
    static func read(from header: inout ByteReader) throws(Diagnostics) -> TimeDivision {
        let division = try header.number(bytes: 2)
        guard division & 0x8000 != 0 else {
            guard division > 0 else {
                throw header.error("a quarter note has 0 ticks", allowed: "at least 1", at: header.offset - 2)
            }
            return .quarter(ticks: division)
        }
        let ticks = division & 0xFF
        guard ticks > 0 else { throw header.error("a frame has 0 ticks", allowed: "at least 1", at: header.offset - 1) }
        // The rate is the negative of a byte.
        let rate = 256 - (division >> 8)
        switch rate {
        case 24: return .frames(24, seconds: 1, ticks: ticks)
        case 25: return .frames(25, seconds: 1, ticks: ticks)
        // Drop frame: 30 frames are counted where 29.97 pass.
        case 29: return .frames(30_000, seconds: 1001, ticks: ticks)
        case 30: return .frames(30, seconds: 1, ticks: ticks)
        default:
            throw header.error(
                "\(rate) frames a second are unknown", allowed: "24, 25, 29 and 30 are read", at: header.offset - 2)
        }
    }
}
