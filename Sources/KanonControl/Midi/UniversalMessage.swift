import KanonEngine

/// A system exclusive message that means the same to every instrument.
///
/// Sources: MIDI 1.0 Detailed Specification, MIDI Association, 1996, "Universal system exclusive messages"; "Master fine and
/// coarse tuning" (CA-025), 1999.
public enum UniversalMessage: Sendable, Equatable {
    /// Other pitches.
    case tuning(MidiTuningMessage)
    /// Who is there?
    case identityRequest
    /// The whole instrument is as loud as this, 0…1.
    case volume(Float)
    /// The whole instrument sounds so many cents higher, −100…100.
    case fineTuning(cents: Double)
    /// The whole instrument sounds so many semitones higher, −64…63.
    case coarseTuning(semitones: Double)
    /// Everything as it was in the beginning; the engine has seen to notes and controllers already.
    case reset

    /// Reads a message from F0 to F7. Nil where it is none of these; throws where it is a broken one.
    public static func parse(_ bytes: [UInt8]) throws(Diagnostics) -> UniversalMessage? {
        if let tuning = try MidiTuningMessage.parse(bytes) { return .tuning(tuning) }
        if ResetMessage.matches(bytes) { return .reset }
        guard bytes.count >= 6, bytes[0] == 0xF0, bytes.last == 0xF7 else { return nil }
        switch (bytes[1], bytes[3], bytes[4]) {
        case (0x7E, 0x06, 0x01): return bytes.count == 6 ? .identityRequest : nil
        case (0x7F, 0x04, 0x01): return number(bytes).map { .volume(Float($0) / 16_383) }
        case (0x7F, 0x04, 0x03): return number(bytes).map { .fineTuning(cents: (Double($0) - 8192) / 81.92) }
        case (0x7F, 0x04, 0x04): return number(bytes).map { .coarseTuning(semitones: Double($0 >> 7) - 64) }
        default: return nil
        }
    }

    /// What answers an identity request: a program without a maker's number of its own (7D), its first version.
    public static let identityReply: [UInt8] = [0xF0, 0x7E, 0x7F, 0x06, 0x02, 0x7D, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0xF7]

    /// The 14 bits of a master setting; nil where they are not there.
    private static func number(_ bytes: [UInt8]) -> Int? {
        guard bytes.count == 8, bytes[5] < 0x80, bytes[6] < 0x80 else { return nil }
        return Int(bytes[6]) << 7 | Int(bytes[5])
    }
}
