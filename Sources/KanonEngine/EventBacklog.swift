/// What found its ring full and must not be lost: keys that were let go, and the newest position of every wheel.
struct EventBacklog: BitwiseCopyable {
    /// By kind, device and channel.
    private var newest: InlineArray<1024, TimedEvent> = InlineArray(repeating: TimedEvent(time: 0, event: Event(.bend)))
    /// A bit a channel of those that wait.
    private var waiting: InlineArray<64, UInt16> = InlineArray(repeating: 0)
    /// A bit a key of each channel of each device, two words a channel.
    private var keys: InlineArray<512, UInt64> = InlineArray(repeating: 0)
    /// A bit a channel that has such keys.
    private var keyChannels: InlineArray<16, UInt16> = InlineArray(repeating: 0)
    /// The channels of each device that have to be put to rest, a bit each.
    private var resets: InlineArray<16, UInt16> = InlineArray(repeating: 0)
    /// The devices of which something else has to be let go: everything is, a bit each.
    private var devices: UInt16 = 0
    /// Everything there is has to be let go.
    private var hasPanic = false
    /// When the last of them came.
    private var time: UInt64 = 0
    private(set) var holdsAnything = false

    /// Keeps an event for later; false for what may be lost.
    @_noLocks @_noAllocation
    mutating func keep(_ event: Event, at time: UInt64) -> Bool {
        let channelBit: UInt16 = 1 &<< UInt16(event.channel)
        if let row = EventBacklog.row(of: event) {
            newest[row * 16 + Int(event.channel)] = TimedEvent(time: time, event: event)
            waiting[row] |= channelBit
        } else if event.kind == .noteOff {
            keys[2 * Int(event.place) + Int(event.key >> 6)] |= 1 &<< UInt64(event.key & 63)
            keyChannels[Int(event.device)] |= channelBit
        } else if event.kind == .resetControllers {
            resets[Int(event.device)] |= channelBit
        } else if event.kind == .resetChannels {
            resets[Int(event.device)] |= event.channels
        } else if event.kind == .panic || event.kind == .systemReset {
            hasPanic = true
        } else if event.isRelease {
            devices |= 1 &<< UInt16(event.device)
        } else {
            return false
        }
        self.time = time
        holdsAnything = true
        return true
    }

    /// A wheel that is put to rest, or moved again, does not come back to where it was.
    @_noLocks @_noAllocation
    mutating func forget(before event: Event) {
        guard holdsAnything else { return }
        if let row = EventBacklog.row(of: event) { waiting[row] &= ~(1 &<< UInt16(event.channel)) }
        for kind in 0..<4 {
            let row = kind * 16 + Int(event.device)
            switch event.kind {
            case .releaseDevice: waiting[row] = 0
            case .resetControllers: waiting[row] &= ~(1 &<< UInt16(event.channel))
            case .resetChannels: waiting[row] &= ~event.channels
            case .systemReset: for device in 0..<16 { waiting[kind * 16 + device] = 0 }
            default: break
            }
        }
    }

    /// What comes first: what lets go.
    @_noLocks @_noAllocation
    mutating func next() -> TimedEvent? {
        if hasPanic { return TimedEvent(time: time, event: Event(.panic)) }
        if devices != 0 {
            let device = UInt8(truncatingIfNeeded: devices.trailingZeroBitCount)
            return TimedEvent(time: time, event: Event(.releaseDevice, device: device))
        }
        for device in 0..<16 where resets[device] != 0 {
            return TimedEvent(time: time, event: .reset(resets[device], device: UInt8(truncatingIfNeeded: device)))
        }
        for device in 0..<16 where keyChannels[device] != 0 {
            let channel = keyChannels[device].trailingZeroBitCount
            for word in 0..<2 {
                let bits = keys[2 * (16 * device + channel) + word]
                guard bits != 0 else { continue }
                let key = UInt8(truncatingIfNeeded: 64 * word + bits.trailingZeroBitCount)
                return TimedEvent(
                    time: time,
                    event: Event(
                        .noteOff, device: UInt8(truncatingIfNeeded: device), channel: UInt8(truncatingIfNeeded: channel), key: key,
                        value: 0.5))
            }
        }
        for row in 0..<64 where waiting[row] != 0 { return newest[row * 16 + waiting[row].trailingZeroBitCount] }
        holdsAnything = false
        return nil
    }

    /// An event that `next` gave has found room.
    @_noLocks @_noAllocation
    mutating func forget(sent event: Event) {
        switch event.kind {
        case .panic: hasPanic = false
        case .resetChannels: resets[Int(event.device)] = 0
        case .releaseDevice: devices &= ~(1 &<< UInt16(event.device))
        case .noteOff:
            let first = 2 * Int(event.place)
            keys[first + Int(event.key >> 6)] &= ~(1 &<< UInt64(event.key & 63))
            if keys[first] | keys[first + 1] == 0 { keyChannels[Int(event.device)] &= ~(1 &<< UInt16(event.channel)) }
        default:
            if let row = EventBacklog.row(of: event) { waiting[row] &= ~(1 &<< UInt16(event.channel)) }
        }
    }

    /// Where the newest of its kind is kept, by device; nil for what is not of such a kind.
    @_noLocks @_noAllocation
    private static func row(of event: Event) -> Int? {
        switch event.kind {
        case .bend: Int(event.device)
        case .wheel: 16 + Int(event.device)
        case .pressure: 32 + Int(event.device)
        case .timbre: 48 + Int(event.device)
        default: nil
        }
    }
}
