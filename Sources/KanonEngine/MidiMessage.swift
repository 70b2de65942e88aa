/// A MIDI 1.0 channel message, or one that concerns the whole instrument.
public enum MidiMessage: BitwiseCopyable, Sendable, Equatable {
    case noteOff(channel: UInt8, key: UInt8, velocity: UInt8)
    case noteOn(channel: UInt8, key: UInt8, velocity: UInt8)
    case keyPressure(channel: UInt8, key: UInt8, value: UInt8)
    case controlChange(channel: UInt8, controller: UInt8, value: UInt8)
    case programChange(channel: UInt8, program: UInt8)
    case channelPressure(channel: UInt8, value: UInt8)
    /// 0…16383, 8192 at rest.
    case pitchBend(channel: UInt8, value: UInt16)
    /// A twenty-fourth of a quarter note has passed.
    case clock
    /// The clock begins anew: start or continue.
    case clockStart
    /// The device is there, and will be heard from again within 300 ms.
    case activeSensing
    case systemReset
}

extension MidiMessage {
    /// The message of a channel status byte and its data, of which those with one have it as `last`.
    @_noLocks @_noAllocation
    init(status: UInt8, _ first: UInt8, _ last: UInt8) {
        let channel = status & 0x0F
        self =
            switch status & 0xF0 {
            case 0x80: .noteOff(channel: channel, key: first, velocity: last)
            case 0x90:
                last == 0
                    ? .noteOff(channel: channel, key: first, velocity: 64) : .noteOn(channel: channel, key: first, velocity: last)
            case 0xA0: .keyPressure(channel: channel, key: first, value: last)
            case 0xB0: .controlChange(channel: channel, controller: first, value: last)
            case 0xC0: .programChange(channel: channel, program: last)
            case 0xD0: .channelPressure(channel: channel, value: last)
            default: .pitchBend(channel: channel, value: UInt16(last) << 7 | UInt16(first))
            }
    }

    /// The message of a system real-time byte, 0xF8…0xFF; nil where nothing comes of it.
    @_noLocks @_noAllocation
    init?(realTime byte: UInt8) {
        switch byte {
        case 0xF8: self = .clock
        case 0xFA, 0xFB: self = .clockStart
        case 0xFE: self = .activeSensing
        case 0xFF: self = .systemReset
        default: return nil
        }
    }
}
