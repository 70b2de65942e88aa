/// One way in for events, used by one thread: decodes bytes, moves parameters, queues what the voices must know.
public struct EventInput: @unchecked Sendable {
    // SAFETY: points into the instrument's arena, which outlives every copy; only one thread may use one input.
    let state: UnsafeMutablePointer<State>

    struct State: ~Copyable {
        var router: Router
        let ring: Ring<TimedEvent>
        var exclusive: SystemExclusive
        let meter: Meter
        var backlog = EventBacklog()
    }

    /// Slots that only releases may use, so that no key hangs when a ring runs full.
    static let reservedForReleases = 256
    static let capacity = 1024

    /// Takes bytes of one device's stream (0…15): a message, several or a part of one. System exclusive messages go to the
    /// control thread.
    ///
    /// `time` is in µs of the server's clock.
    @_noLocks @_noAllocation
    public func receive(_ bytes: UnsafePointer<UInt8>, count: Int, device: UInt8, at time: UInt64) {
        for index in 0..<count {
            // As if the byte that resets had come instead.
            let resets = state.pointee.exclusive.take(bytes[index], device: device)
            state.pointee.router.take(resets ? 0xFF : bytes[index], device: device, at: time)
            while let event = state.pointee.router.outbox.next() { push(event, at: time) }
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

    /// Queues one event; false when the ring is full. A release or a position of a wheel then waits for room.
    @_noLocks @_noAllocation
    @discardableResult
    public func push(_ event: Event, at time: UInt64) -> Bool {
        state.pointee.backlog.forget(before: event)
        flush()
        // Behind what waits, but for what lets go: a note must not overtake the release of the note before it.
        let needed = event.isRelease ? 1 : 1 + Self.reservedForReleases
        if event.isRelease || !state.pointee.backlog.holdsAnything, state.pointee.ring.free >= needed {
            return state.pointee.ring.push(TimedEvent(time: time, event: event))
        }
        if !state.pointee.backlog.keep(event, at: time) { state.pointee.meter.add(1, to: .refusedEvents) }
        return false
    }

    /// The device is gone: lets go of its keys and pedals.
    @_noLocks @_noAllocation
    public func release(device: UInt8, at time: UInt64) {
        state.pointee.router.forget(device: device)
        state.pointee.exclusive.forget(device: device)
        push(Event(.releaseDevice, device: device), at: time)
    }

    /// Sends what found no room earlier; call it now and then while `holdsBack`, so that a key that was let go while the ring was
    /// full is let go, and a wheel comes to rest.
    @_noLocks @_noAllocation
    public func flush() {
        while state.pointee.backlog.holdsAnything, let timed = state.pointee.backlog.next() {
            let needed = timed.event.isRelease ? 1 : 1 + Self.reservedForReleases
            guard state.pointee.ring.free >= needed, state.pointee.ring.push(timed) else { return }
            state.pointee.backlog.forget(sent: timed.event)
        }
    }

    /// Whether something waits for room.
    public var holdsBack: Bool {
        @_noLocks @_noAllocation get { state.pointee.backlog.holdsAnything }
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
