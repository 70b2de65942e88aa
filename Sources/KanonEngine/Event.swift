/// Something that must reach the voices, every time and in order.
public struct Event: BitwiseCopyable, Sendable, Equatable {
    /// What happened.
    public enum Kind: UInt8, BitwiseCopyable, Sendable {
        /// A key was struck; `value` is how hard, 0…1.
        case noteOn
        /// A key was let go; `value` is how fast, 0…1.
        case noteOff
        /// The sustain pedal of a device's channel is down (`value` 1) or up (0).
        case sustain
        /// The sostenuto pedal of a device's channel is down (`value` 1) or up (0).
        case sostenuto
        /// The soft pedal of a device's channel is down (`value` 1) or up (0).
        case soft
        /// The legato footswitch of a device's channel is down (`value` 1) or up (0).
        case legato
        /// A channel has one voice (`value` 1) or as many as the preset gives it (0).
        case mono
        /// A full pitch wheel of a channel bends by `value` semitones.
        case bendRange
        /// A channel sounds `value` semitones higher.
        case tuning
        /// A full modulation wheel of a channel gives a vibrato of `value` semitones.
        case wheelRange
        /// The channel (0 or 15) manages an MPE zone of `value` members, 0…15.
        case zone
        /// The pitch wheel of a channel stands at `value`, −1…1.
        case bend
        /// The modulation wheel of a channel stands at `value`, 0…1.
        case wheel
        /// All keys of a channel are pressed with `value`, 0…1.
        case pressure
        /// One key is pressed with `value`, 0…1.
        case keyPressure
        /// Controller 74 of a channel stands at `value`, −1…1.
        case timbre
        /// Every key of a device's channel counts as let go; the pedal still holds.
        case allNotesOff
        /// Every voice of a device's channel fades out at once.
        case allSoundOff
        /// Pedals, wheels and pressures of a device's channel are back at rest.
        case resetControllers
        /// Resets several channels of a device; `value` is a bit mask.
        case resetChannels
        /// A device is gone: its keys and pedals count as let go.
        case releaseDevice
        /// Every voice fades out at once.
        case panic
        /// The same, and all that channels were told is forgotten.
        case systemReset
    }

    /// What happened.
    public var kind: Kind
    /// The device it came from, 0…15.
    public var device: UInt8
    /// The MIDI channel, 0…15.
    public var channel: UInt8
    /// The MIDI key, 0…127.
    public var key: UInt8
    /// Depends on the kind.
    public var value: Float

    /// An event; what its kind does not need may be left out.
    @_noLocks @_noAllocation
    public init(_ kind: Kind, device: UInt8 = 0, channel: UInt8 = 0, key: UInt8 = 0, value: Float = 0) {
        self.kind = kind
        self.device = device & 15
        self.channel = channel & 15
        self.key = key & 127
        self.value = value
    }

    /// Device and channel in one: 16 × device + channel.
    var place: UInt8 {
        @_noLocks @_noAllocation get { device &<< 4 | channel }
    }

    /// Whether it gives something back, and so must get through when a ring is nearly full.
    var isRelease: Bool {
        @_noLocks @_noAllocation get {
            switch kind {
            case .noteOn: false
            case .bend, .wheel, .pressure, .keyPressure, .timbre: false
            case .sustain, .sostenuto, .soft, .legato: value == 0
            case .mono, .bendRange, .tuning, .wheelRange, .zone: false
            default: true
            }
        }
    }

    /// The channels of a `resetChannels`, a bit each.
    var channels: UInt16 {
        @_noLocks @_noAllocation get { UInt16(truncatingIfNeeded: Int(value)) }
    }

    /// Puts `channels` of a device to rest, a bit each: one event, however many they are.
    @_noLocks @_noAllocation
    static func reset(_ channels: UInt16, device: UInt8) -> Event { Event(.resetChannels, device: device, value: Float(channels)) }

    /// Whether it is one of many on a way, of which the last counts.
    var isContinuous: Bool {
        @_noLocks @_noAllocation get {
            switch kind {
            case .bend, .wheel, .pressure, .keyPressure, .timbre: true
            default: false
            }
        }
    }

    /// Whether the block is split at its exact frame; the others wait for the next grid line.
    var splitsBlock: Bool {
        @_noLocks @_noAllocation get { !isContinuous }
    }
}

/// An event and when it happened: microseconds of JACK's clock or frames of the engine, as its ring has it.
struct TimedEvent: BitwiseCopyable, Sendable {
    var time: UInt64
    var event: Event
}
