/// One way in for events, used by one thread: decodes bytes, moves parameters, queues what the voices must know.
public struct EventInput: @unchecked Sendable {
    // SAFETY: points into the instrument's arena, which outlives every copy; only one thread may use one input.
    let state: UnsafeMutablePointer<State>

    struct State: ~Copyable {
        var router: Router
        let ring: Ring<TimedEvent>
        let meter: Meter
        /// Wheels and pressures that found the ring full: the newest of each kind, device and channel, to be sent as soon as
        /// there is room, and a bit a channel for those that wait.
        var heldBack: InlineArray<1024, TimedEvent> = InlineArray(repeating: TimedEvent(time: 0, event: Event(.bend)))
        var waiting: InlineArray<64, UInt16> = InlineArray(repeating: 0)
        var holdsBack = false
    }

    /// Slots that only releases may use, so that no key hangs when a ring runs full.
    static let reservedForReleases = 256
    static let capacity = 1024

    /// Takes bytes of one device's stream (0…15): a message, several or a part of one.
    ///
    /// `time` is in µs of the server's clock.
    @_noLocks @_noAllocation
    public func receive(_ bytes: UnsafePointer<UInt8>, count: Int, device: UInt8, at time: UInt64) {
        for index in 0..<count {
            if let event = state.pointee.router.next(bytes[index], device: device, at: time) { _ = push(event, at: time) }
        }
    }

    /// A device that promised to be heard from and was not: what it held is let go. Nil when there is none, or no further.
    @_noLocks @_noAllocation
    public func releaseSilentDevice(at time: UInt64) -> UInt8? {
        guard let device = state.pointee.router.nextSilentDevice(at: time) else { return nil }
        release(device: device, at: time)
        return device
    }

    /// Whether a device promised to be heard from, so that `releaseSilentDevice` has to be asked now and then.
    public var expectsToHear: Bool {
        @_noLocks @_noAllocation get { state.pointee.router.sensing.promised != 0 }
    }

    /// Queues one event; false when it is a note-on or a wheel position and the ring is full.
    @_noLocks @_noAllocation
    @discardableResult
    public func push(_ event: Event, at time: UInt64) -> Bool {
        forgetHeldBack(before: event)
        flush()
        let needed = event.isRelease ? 1 : 1 + Self.reservedForReleases
        if state.pointee.ring.free >= needed { return state.pointee.ring.push(TimedEvent(time: time, event: event)) }
        if let row = Self.row(of: event) {
            state.pointee.heldBack[row * 16 + Int(event.channel)] = TimedEvent(time: time, event: event)
            state.pointee.waiting[row] |= 1 &<< UInt16(event.channel)
            state.pointee.holdsBack = true
        } else {
            state.pointee.meter.add(1, to: .refusedEvents)
        }
        return false
    }

    /// The device is gone: lets go of its keys and pedals.
    @_noLocks @_noAllocation
    public func release(device: UInt8, at time: UInt64) {
        state.pointee.router.forget(device: device)
        push(Event(.releaseDevice, device: device), at: time)
    }

    /// Sends what found no room earlier; call it when nothing has come for a while, so that a wheel that was let go while the
    /// ring was full comes to rest.
    @_noLocks @_noAllocation
    public func flush() {
        guard state.pointee.holdsBack else { return }
        for row in 0..<64 {
            while state.pointee.waiting[row] != 0 {
                let channel = state.pointee.waiting[row].trailingZeroBitCount
                guard state.pointee.ring.free > Self.reservedForReleases,
                    state.pointee.ring.push(state.pointee.heldBack[row * 16 + channel])
                else { return }
                state.pointee.waiting[row] &= ~(1 &<< UInt16(truncatingIfNeeded: channel))
            }
        }
        state.pointee.holdsBack = false
    }

    /// A wheel that is put to rest does not come back to where it was.
    @_noLocks @_noAllocation
    private func forgetHeldBack(before event: Event) {
        if let row = Self.row(of: event) { state.pointee.waiting[row] &= ~(1 &<< UInt16(event.channel)) }
        for kind in 0..<4 {
            let row = kind * 16 + Int(event.device)
            switch event.kind {
            case .releaseDevice: state.pointee.waiting[row] = 0
            case .systemReset: state.pointee.waiting[row] = 0
            case .resetControllers: state.pointee.waiting[row] &= ~(1 &<< UInt16(event.channel))
            default: break
            }
        }
    }

    /// Where the newest of its kind is held back, by device; nil for what is not.
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

/// The ways in for stamped events, a thread each.
public enum InputName: Int, CaseIterable, Sendable {
    /// The MIDI thread.
    case alsa
    /// The letter keys of the terminal.
    case terminal
    /// Commands of the control thread.
    case control

    static var count: Int {
        @_noLocks @_noAllocation get { InputName.control.rawValue + 1 }
    }
}
