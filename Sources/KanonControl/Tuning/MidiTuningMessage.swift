import Foundation

/// A message of the MIDI Tuning Standard that changes pitches.
///
/// Sources: MIDI Manufacturers Association, "MIDI Tuning Standard" in the MIDI 1.0 Detailed Specification, 1996; "MIDI Tuning
/// Bank/Dump Extensions" (CA-020) and "Scale/Octave Tuning" (CA-021), 1999.
public struct MidiTuningMessage: Sendable, Equatable {
    /// What it changes.
    public enum Content: Sendable, Equatable {
        /// Keys and their frequencies; a dump has a name too, which may be empty.
        case keys(name: String?, [Int: Double])
        /// What the twelve pitches from C to B are above their own, in cents, on channels 0…15.
        case octave(name: String?, channels: [Int], cents: [Double])
    }

    /// What it changes.
    public let content: Content
    /// Whether it is meant for notes that sound, too: the non-real-time forms of changes are not.
    public let movesNotes: Bool

    /// Reads a system exclusive message from F0 to F7. Nil where it is none of these; throws where it is one and is broken.
    /// Device, bank and program may be any: there is one tuning.
    public static func parse(_ bytes: [UInt8]) throws(Diagnostics) -> MidiTuningMessage? {
        guard bytes.count >= 6, bytes[0] == 0xF0, bytes[1] == 0x7E || bytes[1] == 0x7F, bytes[3] == 0x08, bytes.last == 0xF7,
            let kind = Kind(rawValue: bytes[4])
        else { return nil }
        var reader = MidiTuningReader(bytes, kind)
        return try reader.read()
    }

    /// The second sub-ID.
    enum Kind: UInt8 {
        case bulkDump = 1
        case noteChange = 2
        case bulkDumpOfBank = 4
        case octaveDump1 = 5
        case octaveDump2 = 6
        case noteChangeOfBank = 7
        case octave1 = 8
        case octave2 = 9
    }
}
