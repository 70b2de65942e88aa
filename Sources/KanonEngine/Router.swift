/// Decides what a device's messages mean: knobs go to the parameter store, the rest becomes events. One a producing thread.
struct Router {
    /// This router's own, until a newer one comes through the mailbox.
    private(set) var table: UnsafePointer<RouterTable>
    private let mailbox: UnsafeMutablePointer<Mailbox<RouterTable>>
    private let parameters: ParameterStore
    private let programs: ProgramRequest
    /// What comes this way is automation, which means what it says: its knobs always jump.
    private let jumps: Bool
    private var decoders: InlineArray<16, MidiDecoder> = InlineArray(repeating: MidiDecoder())
    /// An element a channel of each device: see `Event.place`.
    private let readings: UnsafeMutablePointer<ChannelReading>
    private var clock = ClockFollower()
    /// The device whose clock is followed; 16 before the first.
    private var clockDevice: UInt8 = 16
    private(set) var sensing = ActiveSensing()

    /// The devices that are heard on every channel although the table names one, a bit each.
    private var isOmni: UInt16 = 0

    static let byteCount = 256 * MemoryLayout<ChannelReading>.stride + 64

    /// `mailbox` is for this router alone.
    init(
        table: UnsafePointer<RouterTable>, mailbox: UnsafeMutablePointer<Mailbox<RouterTable>>, parameters: ParameterStore,
        programs: ProgramRequest, jumps: Bool, in arena: inout Arena
    ) {
        self.table = table
        self.mailbox = mailbox
        self.parameters = parameters
        self.programs = programs
        self.jumps = jumps
        readings = arena.take(repeating: ChannelReading(), count: 256)
    }

    /// Takes the next byte of a device (0…15), which came at `time` in µs; an event when the voices must know.
    @_noLocks @_noAllocation
    mutating func next(_ byte: UInt8, device: UInt8, at time: UInt64) -> Event? {
        guard let message = decoders[Int(device & 15)].next(byte) else { return nil }
        return take(message, device: device, at: time)
    }

    /// Takes a message of a device (0…15), which came at `time` in µs; an event when the voices must know.
    @_noLocks @_noAllocation
    mutating func take(_ message: MidiMessage, device: UInt8, at time: UInt64) -> Event? {
        sensing.hear(device: device, at: time)
        if let new = mailbox.pointee.take() {
            mailbox.pointee.giveBack(table)
            table = new
        }
        return route(message, device: device & 15, at: time)
    }

    /// The device is gone: its next byte begins a new stream, with everything at rest.
    @_noLocks @_noAllocation
    mutating func forget(device: UInt8) {
        decoders[Int(device & 15)] = MidiDecoder()
        forgetReadings(device: device)
        table.pointee.forget(device: device)
        sensing.forget(device: device)
        isOmni &= ~bit(device)
        if clockDevice == device & 15 { clockDevice = 16 }
    }

    /// A device that promised to be heard from and was not, if there is one: it has to be released.
    @_noLocks @_noAllocation
    mutating func nextSilentDevice(at time: UInt64) -> UInt8? { sensing.nextSilent(at: time) }

    @_noLocks @_noAllocation
    private mutating func route(_ message: MidiMessage, device: UInt8, at time: UInt64) -> Event? {
        switch message {
        case .systemReset:
            forgetReadings(device: device)
            return Event(.systemReset)
        case .activeSensing:
            sensing.promise(device: device)
            return nil
        case .clock:
            follow(device, at: time)
            return nil
        case .clockStart:
            if device == clockDevice { clock.restart() }
            return nil
        case .noteOn(let channel, _, _), .noteOff(let channel, _, _), .keyPressure(let channel, _, _),
            .controlChange(let channel, _, _), .programChange(let channel, _), .channelPressure(let channel, _),
            .pitchBend(let channel, _):
            return hears(channel, of: device) ? route(message, on: channel, device: device) : nil
        }
    }

    @_noLocks @_noAllocation
    private mutating func route(_ message: MidiMessage, on channel: UInt8, device: UInt8) -> Event? {
        switch message {
        case .noteOn(_, let key, let velocity):
            return Event(.noteOn, device: device, channel: channel, key: key, value: table.pointee.velocityLevels[Int(velocity)])
        case .noteOff(_, let key, let velocity):
            return Event(.noteOff, device: device, channel: channel, key: key, value: Float(velocity) / 127)
        case .pitchBend(_, let value):
            // −1 at 0, 0 at 8192, 1 at 16383.
            let position = value < 8192 ? Float(value) / 8192 - 1 : (Float(value) - 8192) / 8191
            return Event(.bend, device: device, channel: channel, value: position)
        case .controlChange(_, let controller, let value):
            return control(device: device, channel: channel, controller: controller, value: value)
        case .keyPressure(_, let key, let value):
            return Event(.keyPressure, device: device, channel: channel, key: key, value: Float(value) / 127)
        case .channelPressure(_, let value):
            return Event(.pressure, device: device, channel: channel, value: Float(value) / 127)
        case .programChange(_, let program):
            programs.ask(for: program, bank: reading(device, channel).pointee.bank)
            return nil
        case .clock, .clockStart, .activeSensing, .systemReset: return nil
        }
    }

    /// Whether a channel is listened to.
    @_noLocks @_noAllocation
    private func hears(_ channel: UInt8, of device: UInt8) -> Bool {
        table.pointee.channel == RouterTable.anyChannel || table.pointee.channel == channel || isOmni & bit(device) != 0
    }

    /// The clock of the device that sent one first counts.
    @_noLocks @_noAllocation
    private mutating func follow(_ device: UInt8, at time: UInt64) {
        if clockDevice > 15 { clockDevice = device }
        guard device == clockDevice, let tempo = clock.tick(at: time, generation: parameters.opening.generation) else { return }
        parameters.set(.tempo, to: tempo)
    }

    @_noLocks @_noAllocation
    private mutating func control(device: UInt8, channel: UInt8, controller: UInt8, value: UInt8) -> Event? {
        turnKnobs(device: device, channel: channel, controller: controller, to: Float(value) / 127)
        // A controller of the second parts that the mapping names is a knob of its own.
        guard let function = table.pointee.functions[Int(controller)], controller & 0x60 != 32 || !table.pointee.names(controller) else {
            return nil
        }
        let reading = reading(device, channel)
        switch function {
        case .bankSelect:
            reading.pointee.selectBank(controller, value)
            return nil
        case .wheel:
            guard let number = reading.pointee.number(controller, value) else { return nil }
            return Event(.wheel, device: device, channel: channel, value: Float(number) / 16_383)
        case .nonRegistered, .registered:
            reading.pointee.select(controller, value)
            return nil
        case .dataEntry: return enter(reading.pointee.enter(controller, value), device: device, channel: channel)
        case .dataIncrement: return enter(reading.pointee.step(1), device: device, channel: channel)
        case .dataDecrement: return enter(reading.pointee.step(-1), device: device, channel: channel)
        case .timbre:
            // 64 is the middle.
            let position = Float(value) - 64
            return Event(.timbre, device: device, channel: channel, value: position / (position < 0 ? 64 : 63))
        case .sustain, .hold, .sostenuto, .soft, .legato:
            return pedal(function, device: device, channel: channel, value: value)
        case .allSoundOff: return Event(.allSoundOff, device: device, channel: channel)
        case .resetControllers:
            reading.pointee.reset()
            turnKnobs(device: device, channel: channel, controller: 11, to: 1)
            return Event(.resetControllers, device: device, channel: channel)
        case .allNotesOff: return Event(.allNotesOff, device: device, channel: channel)
        case .omniOff: return setOmni(false, device: device, channel: channel)
        case .omniOn: return setOmni(true, device: device, channel: channel)
        case .mono:
            // The value is a number of channels, 0 for all there are from this one on.
            return Event(.mono, device: device, channel: channel, value: value == 0 ? 16 : Float(value))
        case .poly: return Event(.mono, device: device, channel: channel, value: 0)
        }
    }

    /// A parameter was set by its number.
    @_noLocks @_noAllocation
    private mutating func enter(_ entry: ChannelReading.Entry?, device: UInt8, channel: UInt8) -> Event? {
        guard case .registered(let parameter, let data)? = entry else { return nil }
        let value = parameter.value(of: data)
        switch parameter {
        case .bendRange: return Event(.bendRange, device: device, channel: channel, value: value)
        case .wheelRange: return Event(.wheelRange, device: device, channel: channel, value: value)
        case .fineTuning, .coarseTuning:
            let semitones = reading(device, channel).pointee.tune(parameter, to: value)
            return Event(.tuning, device: device, channel: channel, value: semitones)
        case .mpeConfiguration:
            return channel == 0 || channel == 15 ? Event(.zone, device: device, channel: channel, value: value) : nil
        }
    }

    /// Omni means something where one channel was chosen to be heard.
    @_noLocks @_noAllocation
    private mutating func setOmni(_ isOn: Bool, device: UInt8, channel: UInt8) -> Event {
        guard table.pointee.channel != RouterTable.anyChannel else {
            return Event(.allNotesOff, device: device, channel: channel)
        }
        isOmni = isOn ? isOmni | bit(device) : isOmni & ~bit(device)
        // The keys of channels that are not heard any more could never be let go.
        forgetReadings(device: device)
        return Event(.releaseDevice, device: device)
    }

    @_noLocks @_noAllocation
    private mutating func turnKnobs(device: UInt8, channel: UInt8, controller: UInt8, to position: Float) {
        for index in table.pointee.starts[Int(controller)]..<table.pointee.starts[Int(controller) + 1] {
            let rule = table.pointee.rules[index]
            if rule.channel == channel || rule.channel == RouterTable.anyChannel { turn(index, device: device, to: position) }
        }
    }

    /// A knob of a device is at `position`, 0…1; the rule number `index` says what that means.
    @_noLocks @_noAllocation
    private func turn(_ index: Int, device: UInt8, to position: Float) {
        let rule = table.pointee.rules[index]
        if jumps || !rule.picksUp {
            parameters.set(rule.parameter, to: rule.travel.value(at: position))
        } else {
            table.pointee.grips[index * 16 + Int(device)].turn(to: position, by: rule, in: parameters)
        }
    }

    /// A pedal moved; an event when it goes down or comes up.
    @_noLocks @_noAllocation
    private func pedal(_ function: ControllerFunction, device: UInt8, channel: UInt8, value: UInt8) -> Event? {
        let reading = reading(device, channel)
        let before = reading.pointee.pedals
        switch function {
        // Two thresholds, so that a half-worn one does not flutter between them.
        case .sustain: reading.pointee.move(.sustain, value, down: table.pointee.pedalDown, up: table.pointee.pedalUp)
        case .hold: reading.pointee.move(.hold, value)
        case .sostenuto: reading.pointee.move(.sostenuto, value)
        case .soft: reading.pointee.move(.soft, value)
        default: reading.pointee.move(.legato, value)
        }
        let pedals = reading.pointee.pedals
        guard pedals != before else { return nil }
        let isDown = pedals.rawValue > before.rawValue
        switch function {
        case .sustain, .hold:
            // The note is held as long as either is down.
            guard pedals.holds != before.holds else { return nil }
            return Event(.sustain, device: device, channel: channel, value: pedals.holds ? 1 : 0)
        case .sostenuto: return Event(.sostenuto, device: device, channel: channel, value: isDown ? 1 : 0)
        case .soft: return Event(.soft, device: device, channel: channel, value: isDown ? 1 : 0)
        default: return Event(.legato, device: device, channel: channel, value: isDown ? 1 : 0)
        }
    }

    @_noLocks @_noAllocation
    private func reading(_ device: UInt8, _ channel: UInt8) -> UnsafeMutablePointer<ChannelReading> {
        readings + Int((device & 15) &<< 4 | channel & 15)
    }

    @_noLocks @_noAllocation
    private func forgetReadings(device: UInt8) {
        for channel in 0..<16 { readings[Int(device & 15) * 16 + channel] = ChannelReading() }
    }

    @_noLocks @_noAllocation
    private func bit(_ device: UInt8) -> UInt16 { 1 &<< UInt16(device & 15) }
}
