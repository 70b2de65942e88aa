/// A MIDI 1.0 channel message, or one that concerns the whole instrument.
enum MidiMessage: BitwiseCopyable, Sendable, Equatable {
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
    case systemReset
}
