/// Decides what a device's messages mean: knobs go to the parameter store, the rest becomes events. One a producing thread.
struct Router {
    /// This router's own, until a newer one comes through the mailbox.
    private(set) var table: UnsafePointer<RouterTable>
    private let mailbox: UnsafeMutablePointer<Mailbox<RouterTable>>
    private let parameters: ParameterStore
    private let programs: ProgramRequest
    private var decoders: InlineArray<16, MidiDecoder> = InlineArray(repeating: MidiDecoder())
    /// The sustain pedals that are down: a bit a channel, an element a device.
    private var pedals: InlineArray<16, UInt16> = InlineArray(repeating: 0)

    /// `mailbox` is for this router alone.
    init(
        table: UnsafePointer<RouterTable>, mailbox: UnsafeMutablePointer<Mailbox<RouterTable>>, parameters: ParameterStore,
        programs: ProgramRequest
    ) {
        self.table = table
        self.mailbox = mailbox
        self.parameters = parameters
        self.programs = programs
    }

    /// Takes the next byte of a device (0…15); an event when the voices must know.
    @_noLocks @_noAllocation
    mutating func next(_ byte: UInt8, device: UInt8) -> Event? {
        guard let message = decoders[Int(device & 15)].next(byte) else { return nil }
        if let new = mailbox.pointee.take() {
            mailbox.pointee.giveBack(table)
            table = new
        }
        return route(message, device: device)
    }

    /// The device is gone: its next byte begins a new stream with its pedals up.
    @_noLocks @_noAllocation
    mutating func forget(device: UInt8) {
        decoders[Int(device & 15)] = MidiDecoder()
        pedals[Int(device & 15)] = 0
    }

    @_noLocks @_noAllocation
    private mutating func route(_ message: MidiMessage, device: UInt8) -> Event? {
        switch message {
        case .noteOn(let channel, let key, let velocity):
            Event(.noteOn, device: device, channel: channel, key: key, value: table.pointee.velocityLevels[Int(velocity)])
        case .noteOff(let channel, let key, _):
            Event(.noteOff, device: device, channel: channel, key: key)
        case .pitchBend(let channel, let value):
            // −1 at 0, 0 at 8192, 1 at 16383.
            Event(
                .bend, device: device, channel: channel,
                value: value < 8192 ? Float(value) / 8192 - 1 : (Float(value) - 8192) / 8191)
        case .controlChange(let channel, let controller, let value):
            control(device: device, channel: channel, controller: controller, value: value)
        case .systemReset: reset(device)
        case .keyPressure(let channel, let key, let value):
            Event(.keyPressure, device: device, channel: channel, key: key, value: Float(value) / 127)
        case .channelPressure(let channel, let value):
            Event(.pressure, device: device, channel: channel, value: Float(value) / 127)
        case .programChange(_, let program): ask(for: program)
        }
    }

    @_noLocks @_noAllocation
    private func ask(for program: UInt8) -> Event? {
        programs.ask(for: program)
        return nil
    }

    @_noLocks @_noAllocation
    private mutating func reset(_ device: UInt8) -> Event {
        pedals[Int(device & 15)] = 0
        return Event(.panic)
    }

    @_noLocks @_noAllocation
    private mutating func control(device: UInt8, channel: UInt8, controller: UInt8, value: UInt8) -> Event? {
        for index in table.pointee.starts[Int(controller)]..<table.pointee.starts[Int(controller) + 1] {
            let rule = table.pointee.rules[index]
            if rule.channel == channel || rule.channel == RouterTable.Rule.anyChannel {
                parameters.set(rule.parameter, to: rule.travel.value(at: Float(value) / 127))
            }
        }
        switch controller {
        case 1: return Event(.wheel, device: device, channel: channel, value: Float(value) / 127)
        // 64 is the middle.
        case 74:
            let position = Float(value) - 64
            return Event(.timbre, device: device, channel: channel, value: position / (position < 0 ? 64 : 63))
        case 64: return pedal(device: device, channel: channel, value: value)
        case 120: return Event(.allSoundOff, device: device, channel: channel)
        case 121:
            pedals[Int(device & 15)] &= ~(1 &<< UInt16(channel))
            return Event(.resetControllers, device: device, channel: channel)
        case 123...127: return Event(.allNotesOff, device: device, channel: channel)
        default: return nil
        }
    }

    /// The pedal has two thresholds, so that a half-worn one does not flutter between them.
    @_noLocks @_noAllocation
    private mutating func pedal(device: UInt8, channel: UInt8, value: UInt8) -> Event? {
        let bit: UInt16 = 1 &<< UInt16(channel)
        let wasDown = pedals[Int(device & 15)] & bit != 0
        let isDown = wasDown ? value >= table.pointee.pedalUp : value >= table.pointee.pedalDown
        guard isDown != wasDown else { return nil }
        pedals[Int(device & 15)] ^= bit
        return Event(.sustain, device: device, channel: channel, value: isDown ? 1 : 0)
    }
}
