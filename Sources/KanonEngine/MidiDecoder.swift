/// Makes messages of one device's byte stream, in whatever pieces it comes.
///
/// Running status holds across pieces, real-time bytes may stand inside messages, system exclusive messages are passed over.
/// Source: MIDI 1.0 Detailed Specification, MIDI Association, 1996, appendix "Receiver status buffer".
struct MidiDecoder: BitwiseCopyable, Sendable {
    private var status: UInt8 = 0
    private var first: UInt8 = 0
    private var hasFirst = false

    /// Takes the next byte; a message when it was its last.
    @_noLocks @_noAllocation
    mutating func next(_ byte: UInt8) -> MidiMessage? {
        if byte >= 0xF8 {
            if byte == 0xFF { self = MidiDecoder() }
            return MidiMessage(realTime: byte)
        }
        if byte >= 0x80 {
            // System common and exclusive messages end running status; their data bytes then belong to nothing.
            status = byte < 0xF0 ? byte : 0
            hasFirst = false
            return nil
        }
        guard status != 0 else { return nil }
        let kind = status & 0xF0
        if kind != 0xC0 && kind != 0xD0 && !hasFirst {
            first = byte
            hasFirst = true
            return nil
        }
        hasFirst = false
        return MidiMessage(status: status, first, byte)
    }
}
