/// Controllers by the MIDI standard, and pedals.
extension Router {
    @_noLocks @_noAllocation
    mutating func control(_ controller: UInt8, _ value: UInt8, _ sender: Sender) {
        let table = table(of: sender.device)
        move(.controller(controller), Movement(value), sender)
        // A controller of the second parts that the mapping names is a knob of its own.
        if controller & 0x60 == 32 && table.pointee.names(.controller(controller), on: sender.channel) { return }
        let function = table.pointee.functions[Int(controller)]
        let isWheel = if case .wheel? = function { true } else { false }
        let isPair = controller < 64 && (isWheel || table.pointee.names(.pair(controller & 31), on: sender.channel))
        switch reading(sender.device, sender.channel).pointee.take(controller, value, function, isPair: isPair) {
        case .nothing: break
        case .number(let number):
            move(.pair(controller & 31), Movement(number: number), sender)
            if isWheel { send(.wheel, Float(number) / 16_383, sender) }
        case .entry(let entry): enter(entry, sender)
        case .function(let function): act(function, value, sender)
        }
    }

    @_noLocks @_noAllocation
    private mutating func act(_ function: ControllerFunction, _ value: UInt8, _ sender: Sender) {
        switch function {
        // What came of these is known already.
        case .wheel, .bankSelect, .nonRegistered, .registered, .dataEntry, .dataIncrement, .dataDecrement: break
        case .timbre:
            // 64 is the middle.
            let position = Float(value) - 64
            send(.timbre, position / (position < 0 ? 64 : 63), sender)
        case .sustain, .hold, .sostenuto, .soft, .legato: movePedal(function, value, sender)
        case .allSoundOff:
            for channel in UInt8(0)..<16 where reach(of: sender) & bit(channel) != 0 {
                outbox.put(Event(.allSoundOff, device: sender.device, channel: channel))
            }
        case .resetControllers:
            reading(sender.device, sender.channel).pointee.reset()
            move(.controller(11), Movement(127), sender)
            move(.pair(11), Movement(127), sender)
            send(.resetControllers, 0, sender)
        case .allNotesOff: endKeys(device: sender.device, channel: sender.channel)
        case .omniOff: setOmni(false, device: sender.device, channel: sender.channel)
        case .omniOn: setOmni(true, device: sender.device, channel: sender.channel)
        case .mono:
            // The value is a number of channels, 0 for all there are from this one on.
            outbox.put(Event(.mono, device: sender.device, channel: sender.channel, value: value == 0 ? 16 : Float(value)))
        case .poly: outbox.put(Event(.mono, device: sender.device, channel: sender.channel, value: 0))
        }
    }

    /// What a channel's own wheels, pedals and pressure do reaches the channels of the zones too.
    @_noLocks @_noAllocation
    mutating func send(_ kind: Event.Kind, _ value: Float, _ sender: Sender) {
        var followers = LaneSet(table(of: sender.device).pointee.followers[Int(sender.channel)])
        while let channel = followers.next() {
            outbox.put(Event(kind, device: sender.device, channel: UInt8(truncatingIfNeeded: channel), value: value))
        }
    }

    /// A parameter was set by its number.
    @_noLocks @_noAllocation
    private mutating func enter(_ entry: ChannelReading.Entry, _ sender: Sender) {
        switch entry {
        case .registered(let parameter, let data): enter(parameter, parameter.value(of: data), sender)
        case .nonRegistered(let number, let data): move(.nonRegistered(number), Movement(number: data), sender)
        case .nonRegisteredStep(let number, let steps): moveStep(.nonRegistered(number), Float(steps), sender)
        }
    }

    @_noLocks @_noAllocation
    private mutating func enter(_ parameter: RegisteredParameter, _ value: Float, _ sender: Sender) {
        switch parameter {
        case .bendRange: send(.bendRange, value, sender)
        case .wheelRange: send(.wheelRange, value, sender)
        case .fineTuning, .coarseTuning:
            send(.tuning, reading(sender.device, sender.channel).pointee.tune(parameter, to: value), sender)
        case .mpeConfiguration:
            guard sender.channel == 0 || sender.channel == 15 else { return }
            outbox.put(Event(.zone, device: sender.device, channel: sender.channel, value: value))
        }
    }

    // MARK: Pedals

    @_noLocks @_noAllocation
    private mutating func movePedal(_ function: ControllerFunction, _ value: UInt8, _ sender: Sender) {
        let reading = reading(sender.device, sender.channel)
        let before = reading.pointee.pedals
        let table = table(of: sender.device)
        switch function {
        // Two thresholds, so that a half-worn one does not flutter between them.
        case .sustain: reading.pointee.move(.sustain, value, down: table.pointee.pedalDown, up: table.pointee.pedalUp)
        case .hold: reading.pointee.move(.hold, value)
        case .sostenuto: reading.pointee.move(.sostenuto, value)
        case .soft: reading.pointee.move(.soft, value)
        default: reading.pointee.move(.legato, value)
        }
        let pedals = reading.pointee.pedals
        guard pedals.rawValue != before.rawValue else { return }
        let level: Float = pedals.rawValue > before.rawValue ? 1 : 0
        switch function {
        case .sustain, .hold: if pedals.holds != before.holds { sendHold(sender) }
        case .sostenuto: send(.sostenuto, level, sender)
        case .soft: send(.soft, level, sender)
        default: send(.legato, level, sender)
        }
    }

    /// Whether notes are held has changed for the sender's channel: those that follow it hear of it, but a channel that another one
    /// holds as well stays held.
    @_noLocks @_noAllocation
    private mutating func sendHold(_ sender: Sender) {
        var followers = LaneSet(table(of: sender.device).pointee.followers[Int(sender.channel)])
        let held = heldChannels(of: sender.device)
        while let follower = followers.next() {
            let channel = UInt8(truncatingIfNeeded: follower)
            let isHeld = held & bit(channel) != 0
            guard !isHeld || reading(sender.device, sender.channel).pointee.pedals.holds else { continue }
            outbox.put(Event(.sustain, device: sender.device, channel: channel, value: isHeld ? 1 : 0))
        }
    }

    /// The channels of a device on which pedals or a button hold notes, a bit each.
    @_noLocks @_noAllocation
    private func heldChannels(of device: UInt8) -> UInt16 {
        var held: UInt16 = 0
        for channel in UInt8(0)..<16 where reading(device, channel).pointee.pedals.holds {
            held |= table(of: device).pointee.followers[Int(channel)]
        }
        return held
    }

    /// A button holds the notes of all channels of a device, or lets them go.
    @_noLocks @_noAllocation
    mutating func latch(_ isOn: Bool, device: UInt8) {
        guard (isLatched & bit(device) != 0) != isOn else { return }
        isLatched ^= bit(device)
        let before = heldChannels(of: device)
        for channel in UInt8(0)..<16 { reading(device, channel).pointee.move(.latch, isOn ? 127 : 0) }
        let after = heldChannels(of: device)
        var changed = LaneSet(before ^ after)
        while let lane = changed.next() {
            let channel = UInt8(truncatingIfNeeded: lane)
            outbox.put(Event(.sustain, device: device, channel: channel, value: after & bit(channel) != 0 ? 1 : 0))
        }
    }
}
