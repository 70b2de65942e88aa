/// Decides what a device's messages mean: knobs go to the parameter store, requests to the control thread, the rest becomes events.
/// One a producing thread.
struct Router {
    /// Where new tables come from: a mailbox for each device's own, and the last for that of all others.
    private let mailboxes: UnsafeMutablePointer<Mailbox<RouterTable>>
    /// The table of the devices that have none of their own.
    private(set) var shared: UnsafePointer<RouterTable>
    private var own: InlineArray<16, UnsafePointer<RouterTable>?> = InlineArray(repeating: nil)
    let parameters: ParameterStore
    private let programs: ProgramRequest
    /// What buttons ask for, by its number.
    let requests: UnsafeMutablePointer<Ring<Int32>>
    /// What comes this way is automation, which means what it says: its knobs always jump.
    let jumps: Bool
    private var decoders: InlineArray<16, MidiDecoder> = InlineArray(repeating: MidiDecoder())
    /// An element a channel of each device: see `Event.place`.
    private let readings: UnsafeMutablePointer<ChannelReading>
    private var clock = ClockFollower()
    /// The device whose clock is followed; 16 before the first.
    private var clockDevice: UInt8 = 16
    private(set) var sensing = ActiveSensing()
    /// The devices that are heard on every channel although the table names one, a bit each.
    private var isOmni: UInt16 = 0
    /// What the keys that are down have started.
    var struck: StruckKeys
    /// Octaves by which each device's keys sound higher.
    var octaves: InlineArray<16, Int8> = InlineArray(repeating: 0)
    /// The devices whose notes a button holds, a bit each.
    var isLatched: UInt16 = 0
    var taps = TapTempo()
    /// What the voices must know.
    var outbox: EventOutbox

    static var mailboxCount: Int { 17 }
    static var requestCapacity: Int { 64 }
    static let byteCount =
        256 * MemoryLayout<ChannelReading>.stride + 64 + StruckKeys.byteCount + EventOutbox.byteCount
        + mailboxCount * MemoryLayout<Mailbox<RouterTable>>.stride + 64

    /// `mailboxes` and `requests` are for this router alone.
    init(
        table: UnsafePointer<RouterTable>, mailboxes: UnsafeMutablePointer<Mailbox<RouterTable>>, parameters: ParameterStore,
        programs: ProgramRequest, requests: UnsafeMutablePointer<Ring<Int32>>, jumps: Bool, in arena: inout Arena
    ) {
        shared = table
        self.mailboxes = mailboxes
        self.parameters = parameters
        self.programs = programs
        self.requests = requests
        self.jumps = jumps
        readings = arena.take(repeating: ChannelReading(), count: 256)
        struck = StruckKeys(in: &arena)
        outbox = EventOutbox(in: &arena)
    }

    /// Frees the tables. When no thread uses the router any more.
    func deallocate() {
        RouterTable.free(shared)
        for device in 0..<16 { own[device].map(RouterTable.free) }
    }

    /// Takes the next byte of a device (0…15), which came at `time` in µs. What the voices must know is in the outbox then.
    @_noLocks @_noAllocation
    mutating func take(_ byte: UInt8, device: UInt8, at time: UInt64) {
        guard let message = decoders[Int(device & 15)].next(byte) else { return }
        take(message, device: device, at: time)
    }

    /// Takes a message of a device (0…15), which came at `time` in µs.
    @_noLocks @_noAllocation
    mutating func take(_ message: MidiMessage, device: UInt8, at time: UInt64) {
        let device = device & 15
        sensing.hear(device: device, at: time)
        adoptTables(for: device)
        route(message, device: device, at: time)
    }

    /// The device is gone: its next byte begins a new stream, with everything at rest.
    @_noLocks @_noAllocation
    mutating func forget(device: UInt8) {
        let device = device & 15
        decoders[Int(device)] = MidiDecoder()
        rest(device: device)
        table(of: device).pointee.forget(device: device)
        sensing.forget(device: device)
        isOmni &= ~bit(device)
        if clockDevice == device { clockDevice = 16 }
    }

    /// A device that promised to be heard from and was not, if there is one: it has to be released.
    @_noLocks @_noAllocation
    mutating func nextSilentDevice(at time: UInt64) -> UInt8? { sensing.nextSilent(at: time) }

    /// The table that says what a device's messages mean.
    @_noLocks @_noAllocation
    func table(of device: UInt8) -> UnsafePointer<RouterTable> { own[Int(device & 15)] ?? shared }

    @_noLocks @_noAllocation
    func reading(_ device: UInt8, _ channel: UInt8) -> UnsafeMutablePointer<ChannelReading> {
        readings + Int((device & 15) &<< 4 | channel & 15)
    }

    @_noLocks @_noAllocation
    func bit(_ number: UInt8) -> UInt16 { 1 &<< UInt16(number & 15) }

    /// Nothing of a device is pressed, held or shifted any more.
    @_noLocks @_noAllocation
    mutating func rest(device: UInt8) {
        for channel in UInt8(0)..<16 { reading(device, channel).pointee = ChannelReading() }
        struck.forget(device: device)
        octaves[Int(device)] = 0
        isLatched &= ~bit(device)
    }

    /// Omni means something where one channel was chosen to be heard.
    @_noLocks @_noAllocation
    mutating func setOmni(_ isOn: Bool, device: UInt8, channel: UInt8) {
        guard table(of: device).pointee.channel != RouterTable.anyChannel else { return endKeys(device: device, channel: channel) }
        isOmni = isOn ? isOmni | bit(device) : isOmni & ~bit(device)
        releaseDevice(device)
    }

    // MARK: Tables

    @_noLocks @_noAllocation
    private mutating func adoptTables(for device: UInt8) {
        if let new = mailboxes[16].take() {
            let old = shared
            shared = new
            for device in UInt8(0)..<16 where own[Int(device)] == nil { adopt(new, after: old, device: device) }
            mailboxes[16].giveBack(old)
        }
        if let new = mailboxes[Int(device)].take() {
            adopt(new, after: table(of: device), device: device)
            // The first of its own takes the place of one that others still use.
            if let old = own[Int(device)] { mailboxes[Int(device)].giveBack(old) }
            own[Int(device)] = new
        }
    }

    /// What the old table holds and the new one could not let go comes to rest. Keys that are down need nothing: `struck` knows.
    @_noLocks @_noAllocation
    private mutating func adopt(_ new: UnsafePointer<RouterTable>, after old: UnsafePointer<RouterTable>, device: UInt8) {
        if new.pointee.channel != old.pointee.channel { releaseDevice(device) }
        if !new.pointee.shiftsOctave { octaves[Int(device)] = 0 }
        if !new.pointee.latches { latch(false, device: device) }
        var lost: UInt16 = 0
        for channel in 0..<16 { lost |= old.pointee.followers[channel] & ~new.pointee.followers[channel] }
        if lost != 0 { outbox.put(.reset(lost, device: device)) }
    }

    /// The keys of channels that are not heard any more could never be let go.
    @_noLocks @_noAllocation
    private mutating func releaseDevice(_ device: UInt8) {
        rest(device: device)
        outbox.put(Event(.releaseDevice, device: device))
    }

    // MARK: Messages

    @_noLocks @_noAllocation
    private mutating func route(_ message: MidiMessage, device: UInt8, at time: UInt64) {
        switch message {
        case .systemReset:
            rest(device: device)
            outbox.put(Event(.systemReset))
        case .activeSensing: sensing.promise(device: device)
        case .clock: follow(device, at: time)
        case .clockStart: if device == clockDevice { clock.restart() }
        case .noteOn(let channel, _, _), .noteOff(let channel, _, _), .keyPressure(let channel, _, _),
            .controlChange(let channel, _, _), .programChange(let channel, _), .channelPressure(let channel, _),
            .pitchBend(let channel, _):
            if hears(channel, of: device) { route(message, Sender(device: device, channel: channel, time: time)) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func route(_ message: MidiMessage, _ sender: Sender) {
        switch message {
        case .noteOn(_, let key, let velocity): strike(key, velocity: velocity, sender)
        case .noteOff(_, let key, let velocity): lift(key, velocity: velocity, sender)
        case .keyPressure(_, let key, let value): press(key, Float(value) / 127, sender)
        case .pitchBend(_, let value):
            // −1 at 0, 0 at 8192, 1 at 16383.
            let position = value < 8192 ? Float(value) / 8192 - 1 : (Float(value) - 8192) / 8191
            send(.bend, position, sender)
            move(.bend, Movement(position: 0.5 + 0.5 * position, value: UInt8(truncatingIfNeeded: value >> 7)), sender)
        case .controlChange(_, let controller, let value): control(controller, value, sender)
        case .channelPressure(_, let value):
            send(.pressure, Float(value) / 127, sender)
            move(.pressure, Movement(value), sender)
        case .programChange(_, let program):
            programs.ask(for: program, bank: reading(sender.device, sender.channel).pointee.bank)
        case .clock, .clockStart, .activeSensing, .systemReset: break
        }
    }

    /// Whether a channel is listened to.
    @_noLocks @_noAllocation
    private func hears(_ channel: UInt8, of device: UInt8) -> Bool {
        let only = table(of: device).pointee.channel
        return only == RouterTable.anyChannel || only == channel || isOmni & bit(device) != 0
    }

    /// The clock of the device that sent one first counts.
    @_noLocks @_noAllocation
    private mutating func follow(_ device: UInt8, at time: UInt64) {
        if clockDevice > 15 { clockDevice = device }
        guard device == clockDevice, let tempo = clock.tick(at: time, generation: parameters.opening.generation) else { return }
        parameters.set(.tempo, to: tempo)
    }
}

extension Router {
    /// Where a message comes from, and when it came in µs.
    struct Sender: BitwiseCopyable {
        let device: UInt8
        let channel: UInt8
        let time: UInt64

        /// See `Event.place`.
        var place: UInt8 {
            @_noLocks @_noAllocation get { device &<< 4 | channel }
        }
    }
}
