import CALSA
import Glibc
import KanonEngine

/// The devices and programs that the MIDI thread hears: finds, connects and lets go of them, as they come and go.
///
/// Bounded, without allocation, files or printing. For the MIDI thread, once that runs.
struct MidiSources: ~Copyable {
    let ports: SequencerPorts
    /// One for each source, to wait for; below 0 where nobody is waited for. They are somebody else's memory.
    private let descriptors: UnsafeMutablePointer<pollfd>
    private let destination: MidiDestination
    private let selection: MidiSelection
    private let ownClient: UInt8
    private let ownPort: UInt8
    /// Whether devices are taken alone where they are free.
    private let isAlone: Bool
    private var table = MidiSourceTable()
    /// Of each source the device itself, where Kanon has it alone.
    private let rawPorts: UnsafeMutablePointer<RawMidiPort?>

    let notices = MidiNoticeRing()

    /// How long a device that was plugged in is waited for: 70 ms.
    private static var openingMicroseconds: UInt64 { 70_000 }

    init(
        _ sequencer: OpaquePointer, port: UInt8, destination: MidiDestination, selection: MidiSelection, isAlone: Bool,
        descriptors: UnsafeMutablePointer<pollfd>
    ) {
        ports = SequencerPorts(sequencer)
        self.descriptors = descriptors
        self.destination = destination
        self.selection = selection
        self.isAlone = isAlone
        ownClient = UInt8(snd_seq_client_id(sequencer))
        ownPort = port
        rawPorts = .allocate(capacity: MidiSourceTable.capacity)
        for index in 0..<MidiSourceTable.capacity {
            (rawPorts + index).initialize(to: nil)
            descriptors[index] = Self.nobody
        }
    }

    deinit {
        rawPorts.deinitialize(count: MidiSourceTable.capacity)
        rawPorts.deallocate()
    }

    private static var nobody: pollfd { pollfd(fd: -1, events: Int16(POLLIN), revents: 0) }

    /// Connects to what is there, and lets go of what is not there any more.
    mutating func lookAround(at now: UInt64 = JackClock.microseconds) {
        for index in 0..<MidiSourceTable.capacity where table[index].isUsed {
            let source = table[index]
            let facts = ports.facts(client: source.client, port: source.port)
            // Another device may have its number by now.
            if facts.map(source.fits) != true {
                release(at: now) { $0.client == source.client && $0.port == source.port }
            }
        }
        // One question at a time: the answers share their memory. 64 ports are more than a stage holds.
        var found: InlineArray<64, SIMD2<UInt8>> = InlineArray(repeating: .zero)
        var count = 0
        ports.forEach { client, port, _ in
            guard count < 64 else { return }
            found[count] = SIMD2(client, port)
            count += 1
        }
        for index in 0..<count { consider(found[index].x, found[index].y) }
    }

    /// The number of who sends, given now if it has none. Where there is none left they share the last.
    mutating func number(of source: snd_seq_addr_t) -> UInt8 {
        UInt8(table.number(of: source.client, source.port, asking: ports) ?? MidiSourceTable.capacity - 1)
    }

    /// Takes what the sequencer's system client announces.
    mutating func takeAnnouncement(_ event: UnsafePointer<snd_seq_event_t>, at now: UInt64) {
        // Only the members of this union are named: the type has a name since alsa-lib 1.2.10, and none before.
        let address = event.pointee.data.addr
        let connection = event.pointee.data.connect
        switch UInt32(event.pointee.type) {
        // A client starts before its ports do: its start alone means nothing yet.
        case SND_SEQ_EVENT_PORT_START.rawValue, SND_SEQ_EVENT_PORT_CHANGE.rawValue:
            consider(address.client, address.port)
        case SND_SEQ_EVENT_PORT_EXIT.rawValue:
            release(at: now) { $0.client == address.client && $0.port == address.port }
        case SND_SEQ_EVENT_CLIENT_EXIT.rawValue:
            release(at: now) { $0.client == address.client }
        case SND_SEQ_EVENT_PORT_SUBSCRIBED.rawValue where isOwn(connection.dest):
            greet(connection.sender.client, connection.sender.port)
        case SND_SEQ_EVENT_PORT_UNSUBSCRIBED.rawValue where isOwn(connection.dest):
            let sender = connection.sender
            release(at: now) { $0.client == sender.client && $0.port == sender.port }
        default: break
        }
    }

    /// Reads what the device `index` has sent, which Kanon has alone: see `RawMidiPort.read`.
    func read(_ index: Int, into bytes: UnsafeMutablePointer<UInt8>, capacity: Int) -> (count: Int, time: UInt64) {
        rawPorts[index]?.read(into: bytes, capacity: capacity) ?? (0, 0)
    }

    /// Whether bytes of the device `index`, which Kanon has alone, were lost since it was asked last.
    func hasLost(_ index: Int) -> Bool { rawPorts[index]?.hasLost() == true }

    /// Tries again to open what was not ready.
    mutating func openWaiting() {
        for index in 0..<MidiSourceTable.capacity where table[index].deadline != 0 {
            consider(table[index].client, table[index].port)
        }
    }

    /// Whether a device is to be opened that was not ready.
    var isOpening: Bool {
        for index in 0..<MidiSourceTable.capacity where table[index].deadline != 0 { return true }
        return false
    }

    /// Lets go of what a source has pressed, and forgets it.
    mutating func release(_ index: Int, at now: UInt64) {
        destination.release(device: UInt8(index), at: now)
        if table[index].isConnected { notices.push(.disconnected, table[index]) }
        table[index] = MidiSource()
        rawPorts[index] = nil
        descriptors[index] = Self.nobody
    }

    /// Lets go of what devices have pressed that promised to be heard from and were not. They stay: they may come back.
    func releaseSilent(at now: UInt64) {
        while let device = destination.releaseSilentDevice(at: now) { notices.push(.silent, table[Int(device)]) }
    }

    /// Lets go of everything; the sources stay.
    func releaseAll(at now: UInt64 = JackClock.microseconds) {
        for index in 0..<MidiSourceTable.capacity where table[index].isUsed { destination.release(device: UInt8(index), at: now) }
    }

    private func isOwn(_ address: snd_seq_addr_t) -> Bool { address.client == ownClient && address.port == ownPort }

    /// Connects to a port if it is wanted.
    private mutating func consider(_ client: UInt8, _ port: UInt8) {
        guard client != ownClient, let facts = ports.facts(client: client, port: port), facts.isReadable else { return }
        let isWanted =
            switch selection {
            case .hardware: facts.isHardware
            case .matching(let patterns): patterns.contains { $0.matches(facts.client) || $0.matches(facts.port) }
            case .none: false
            }
        guard isWanted else { return }
        if isAlone, facts.isHardware, facts.card >= 0 { return take(alone: client, port, card: facts.card) }
        subscribe(to: client, port)
    }

    private mutating func subscribe(to client: UInt8, _ port: UInt8) {
        guard snd_seq_connect_from(ports.sequencer, Int32(ownPort), Int32(client), Int32(port)) == 0 else { return }
        greet(client, port)
    }

    /// Takes a device past the sequencer. One that was just plugged in is announced before it can be opened: it is tried again
    /// for a while. What another program has comes through the sequencer.
    private mutating func take(alone client: UInt8, _ port: UInt8, card: Int) {
        guard let index = table.number(of: client, port, asking: ports), !table[index].isConnected else { return }
        let now = JackClock.microseconds
        if table[index].deadline == 0 { table[index].deadline = now + Self.openingMicroseconds }
        var status: Int32 = 0
        guard let raw = RawMidiPort(card: card, port: Int(port), status: &status) else {
            if status == -EBUSY || now > table[index].deadline {
                table[index].deadline = 0
                subscribe(to: client, port)
            }
            return
        }
        descriptors[index].fd = raw.descriptor
        rawPorts[index] = consume raw
        table[index].deadline = 0
        table[index].isConnected = true
        table[index].name.append(" (alone)")
        notices.push(.connected, table[index])
    }

    /// Somebody is connected now.
    private mutating func greet(_ client: UInt8, _ port: UInt8) {
        guard let device = table.number(of: client, port, asking: ports), !table[device].isConnected else { return }
        table[device].isConnected = true
        notices.push(.connected, table[device])
    }

    /// Lets go of what the sources that fit have pressed, and forgets them.
    private mutating func release(at now: UInt64, where fits: (MidiSource) -> Bool) {
        for index in 0..<MidiSourceTable.capacity where table[index].isUsed && fits(table[index]) { release(index, at: now) }
    }
}
