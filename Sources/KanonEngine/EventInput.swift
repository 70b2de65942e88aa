/// One way in for events, used by one thread: decodes bytes, moves parameters, queues what the voices must know.
public struct EventInput: @unchecked Sendable {
    // SAFETY: points into the instrument's arena, which outlives every copy; only one thread may use one input.
    let state: UnsafeMutablePointer<State>

    struct State: ~Copyable {
        var router: Router
        let ring: Ring<TimedEvent>
        let meter: Meter
        /// Wheel positions that found the ring full: the newest a channel, to be sent as soon as there is room.
        var heldBack: InlineArray<16, TimedEvent?> = InlineArray(repeating: nil)
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
            if let event = state.pointee.router.next(bytes[index], device: device) { _ = push(event, at: time) }
        }
    }

    /// Queues one event; false when it is a note-on or a wheel position and the ring is full.
    @_noLocks @_noAllocation
    @discardableResult
    public func push(_ event: Event, at time: UInt64) -> Bool {
        if state.pointee.holdsBack { sendHeldBack() }
        let needed = event.isRelease ? 1 : 1 + Self.reservedForReleases
        if state.pointee.ring.free >= needed { return state.pointee.ring.push(TimedEvent(time: time, event: event)) }
        if event.kind == .bend {
            state.pointee.heldBack[Int(event.channel)] = TimedEvent(time: time, event: event)
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

    @_noLocks @_noAllocation
    private func sendHeldBack() {
        state.pointee.holdsBack = false
        for channel in 0..<16 {
            guard let held = state.pointee.heldBack[channel] else { continue }
            guard state.pointee.ring.free > Self.reservedForReleases, state.pointee.ring.push(held) else {
                state.pointee.holdsBack = true
                return
            }
            state.pointee.heldBack[channel] = nil
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
