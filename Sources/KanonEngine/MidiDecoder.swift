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
        if byte == 0xFF {
            self = MidiDecoder()
            return .systemReset
        }
        if byte >= 0xF8 { return realTime(byte) }
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
        return message(kind, status & 0x0F, first, byte)
    }

    @_noLocks @_noAllocation
    private func realTime(_ byte: UInt8) -> MidiMessage? {
        switch byte {
        case 0xF8: .clock
        case 0xFA, 0xFB: .clockStart
        default: nil
        }
    }

    @_noLocks @_noAllocation
    private func message(_ kind: UInt8, _ channel: UInt8, _ first: UInt8, _ last: UInt8) -> MidiMessage? {
        switch kind {
        case 0x80: .noteOff(channel: channel, key: first, velocity: last)
        case 0x90:
            last == 0
                ? .noteOff(channel: channel, key: first, velocity: 64)
                : .noteOn(channel: channel, key: first, velocity: last)
        case 0xA0: .keyPressure(channel: channel, key: first, value: last)
        case 0xB0: .controlChange(channel: channel, controller: first, value: last)
        case 0xC0: .programChange(channel: channel, program: last)
        case 0xD0: .channelPressure(channel: channel, value: last)
        default: .pitchBend(channel: channel, value: UInt16(last) << 7 | UInt16(first))
        }
    }
}
