import CALSA
import Glibc
import KanonEngine
import Synchronization

/// What runs on the MIDI thread: waits for ALSA's sequencer, stamps each event once, hands its bytes on.
///
/// Bounded, without allocation, files or printing. Devices that come and go are connected here too, so that a keyboard plays
/// as soon as it is plugged in.
struct SequencerLoop: ~Copyable {
    private let ports: SequencerPorts
    private let destination: MidiDestination
    /// Has the kernel stamp what comes, where that is asked for.
    private let queue: SequencerQueue?
    private let selection: MidiSelection
    private let ownClient: UInt8
    private let ownPort: UInt8
    private let coder: OpaquePointer
    private let bytes: UnsafeMutablePointer<UInt8>
    private let descriptors: UnsafeMutablePointer<pollfd>
    private let descriptorCount: Int
    private var sources = MidiSourceTable()
    /// Of each source the device itself, where Kanon has it alone.
    private let rawPorts: UnsafeMutablePointer<RawMidiPort?>
    /// Whether devices are taken alone where they are free.
    private let isAlone: Bool
    /// How many events were taken since the thread last waited.
    private var taken = 0

    let notices = MidiNoticeRing()
    /// Relaxed everywhere: each stands for itself.
    let overflows = Atomic<Int>(0)
    let events = Atomic<Int>(0)
    let mustStop = Atomic<Bool>(false)

    /// How long a device that was plugged in is waited for: 70 ms.
    private static var openingMicroseconds: UInt64 { 70_000 }

    /// How many events are taken at a stretch, and how long the thread then stands back. It stands above the audio: a flood that it
    /// took in one go, as after it was stopped, would keep the audio from its period.
    private static var stretch: Int { 256 }
    private static var restMicroseconds: UInt32 { 250 }

    /// The longest message that is decoded, and the most that is read of a device at once; system exclusive ones are not decoded.
    private static var maximumBytes: Int { 64 }

    init(
        _ sequencer: OpaquePointer, port: UInt8, destination: MidiDestination, selection: MidiSelection, isAlone: Bool, wakeUp: Int32
    ) throws(IOFailure) {
        var coder: OpaquePointer?
        guard snd_midi_event_new(Self.maximumBytes, &coder) == 0, let coder else {
            throw IOFailure("ALSA has no memory for its MIDI decoder.")
        }
        // Every message with its status byte: sources are mixed here.
        snd_midi_event_no_status(coder, 1)
        self.coder = coder
        ports = SequencerPorts(sequencer)
        self.destination = destination
        queue = destination.wantsStamps ? SequencerQueue(sequencer, stamping: port) : nil
        self.selection = selection
        self.isAlone = isAlone
        rawPorts = .allocate(capacity: MidiSourceTable.capacity)
        for index in 0..<MidiSourceTable.capacity { (rawPorts + index).initialize(to: nil) }
        ownClient = UInt8(snd_seq_client_id(sequencer))
        ownPort = port
        bytes = .allocate(capacity: Self.maximumBytes)
        let count = Int(snd_seq_poll_descriptors_count(sequencer, Int16(POLLIN)))
        descriptors = .allocate(capacity: count + 1 + MidiSourceTable.capacity)
        snd_seq_poll_descriptors(sequencer, descriptors, UInt32(count), Int16(POLLIN))
        descriptors[count] = pollfd(fd: wakeUp, events: Int16(POLLIN), revents: 0)
        descriptorCount = count + 1
        // Below 0 nobody is waited for.
        for index in 0..<MidiSourceTable.capacity { descriptors[count + 1 + index] = pollfd(fd: -1, events: Int16(POLLIN), revents: 0) }
    }

    deinit {
        snd_midi_event_free(coder)
        bytes.deallocate()
        descriptors.deallocate()
        rawPorts.deinitialize(count: MidiSourceTable.capacity)
        rawPorts.deallocate()
    }

    /// Connects to what is there, and lets go of what is not there any more.
    mutating func lookAround(at now: UInt64 = JackClock.microseconds) {
        for index in 0..<MidiSourceTable.capacity where sources[index].isUsed {
            let source = sources[index]
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

    mutating func run() {
        // Relaxed: the wake-up's pipe orders it.
        while !mustStop.load(ordering: .relaxed) {
            let count = poll(descriptors, nfds_t(descriptorCount + MidiSourceTable.capacity), patienceMilliseconds)
            destination.flush()
            releaseSilent(at: JackClock.microseconds)
            openWaiting()
            taken = 0
            guard count > 0 else { continue }
            for index in 0..<(descriptorCount - 1)
            where descriptors[index].revents & Int16(POLLERR | POLLNVAL | POLLHUP) != 0 {
                releaseAll()
                notices.push(.ended)
                return
            }
            takeEvents()
            for index in 0..<MidiSourceTable.capacity where descriptors[descriptorCount + index].revents != 0 { takeBytes(of: index) }
        }
        releaseAll()
    }

    /// Takes what a device that Kanon has alone has sent.
    private mutating func takeBytes(of index: Int) {
        while true {
            let (count, time) = rawPorts[index]?.read(into: bytes, capacity: Self.maximumBytes) ?? (0, 0)
            if count < 0 { return release(index, at: JackClock.microseconds) }
            guard count > 0 else { break }
            destination.receive(bytes, count: count, device: UInt8(index), at: time, stamp: nil)
            countEvent()
        }
        guard rawPorts[index]?.hasLost() == true else { return }
        tellOverflow()
        destination.release(device: UInt8(index), at: JackClock.microseconds)
    }

    private func tellOverflow() {
        overflows.wrappingAdd(1, ordering: .relaxed)
        notices.push(.overflow)
    }

    /// How long it waits for events: not for ever while something waits for room, or for a device to be heard from.
    private var patienceMilliseconds: Int32 { destination.holdsBack ? 1 : isOpening ? 5 : destination.expectsToHear ? 20 : -1 }

    private mutating func takeEvents() {
        var event: UnsafeMutablePointer<snd_seq_event_t>?
        while true {
            let status = snd_seq_event_input(ports.sequencer, &event)
            // Once, at entry, on JACK's own clock; so no clock has to be converted into another.
            let now = JackClock.microseconds
            if status == -ENOSPC {
                tellOverflow()
                releaseAll(at: now)
                // Announcements may be among what was lost.
                lookAround(at: now)
            } else if status >= 0, let event {
                take(event, at: now)
            } else if status != -EINTR {
                return
            }
        }
    }

    private mutating func take(_ event: UnsafeMutablePointer<snd_seq_event_t>, at now: UInt64) {
        let type = UInt32(event.pointee.type)
        if event.pointee.source.client == UInt8(SND_SEQ_CLIENT_SYSTEM) {
            return takeAnnouncement(type, event.pointee.data, at: now)
        }
        guard event.pointee.dest.port == ownPort else { return }
        let stamp = queue?.stamp(of: event) ?? nil
        if type == SND_SEQ_EVENT_SYSEX.rawValue {
            // A long message comes in several of these.
            // SAFETY: ALSA keeps so many bytes there until the next event is asked for.
            guard let content = event.pointee.data.ext.ptr?.assumingMemoryBound(to: UInt8.self) else { return }
            destination.receive(
                content, count: Int(event.pointee.data.ext.len), device: device(event.pointee.source), at: now, stamp: stamp)
        } else {
            let count = snd_midi_event_decode(coder, bytes, Self.maximumBytes, event)
            guard count > 0 else { return }
            destination.receive(bytes, count: count, device: device(event.pointee.source), at: now, stamp: stamp)
        }
        countEvent()
    }

    private mutating func countEvent() {
        events.wrappingAdd(1, ordering: .relaxed)
        taken += 1
        guard taken == Self.stretch else { return }
        taken = 0
        usleep(Self.restMicroseconds)
    }

    /// The number of who sends, given now if it has none. Where there is none left they share the last.
    private mutating func device(_ source: snd_seq_addr_t) -> UInt8 {
        UInt8(sources.number(of: source.client, source.port, asking: ports) ?? MidiSourceTable.capacity - 1)
    }

    private mutating func takeAnnouncement(
        _ type: UInt32, _ data: snd_seq_event.__Unnamed_union_data, at now: UInt64
    ) {
        switch type {
        // A client starts before its ports do: its start alone means nothing yet.
        case SND_SEQ_EVENT_PORT_START.rawValue, SND_SEQ_EVENT_PORT_CHANGE.rawValue:
            consider(data.addr.client, data.addr.port)
        case SND_SEQ_EVENT_PORT_EXIT.rawValue:
            release(at: now) { $0.client == data.addr.client && $0.port == data.addr.port }
        case SND_SEQ_EVENT_CLIENT_EXIT.rawValue:
            release(at: now) { $0.client == data.addr.client }
        case SND_SEQ_EVENT_PORT_SUBSCRIBED.rawValue where isOwn(data.connect.dest):
            greet(data.connect.sender.client, data.connect.sender.port)
        case SND_SEQ_EVENT_PORT_UNSUBSCRIBED.rawValue where isOwn(data.connect.dest):
            let sender = data.connect.sender
            release(at: now) { $0.client == sender.client && $0.port == sender.port }
        default: break
        }
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
        guard let index = sources.number(of: client, port, asking: ports), !sources[index].isConnected else { return }
        let now = JackClock.microseconds
        if sources[index].deadline == 0 { sources[index].deadline = now + Self.openingMicroseconds }
        var status: Int32 = 0
        guard let raw = RawMidiPort(card: card, port: Int(port), status: &status) else {
            if status == -EBUSY || now > sources[index].deadline {
                sources[index].deadline = 0
                subscribe(to: client, port)
            }
            return
        }
        descriptors[descriptorCount + index].fd = raw.descriptor
        rawPorts[index] = consume raw
        sources[index].deadline = 0
        sources[index].isConnected = true
        sources[index].name.append(" (alone)")
        notices.push(.connected, sources[index])
    }

    /// Tries again to open what was not ready.
    private mutating func openWaiting() {
        for index in 0..<MidiSourceTable.capacity where sources[index].deadline != 0 {
            consider(sources[index].client, sources[index].port)
        }
    }

    /// Whether a device is to be opened that was not ready.
    private var isOpening: Bool {
        for index in 0..<MidiSourceTable.capacity where sources[index].deadline != 0 { return true }
        return false
    }

    /// Somebody is connected now.
    private mutating func greet(_ client: UInt8, _ port: UInt8) {
        guard let device = sources.number(of: client, port, asking: ports), !sources[device].isConnected else { return }
        sources[device].isConnected = true
        notices.push(.connected, sources[device])
    }

    /// Lets go of what the sources that fit have pressed, and forgets them.
    private mutating func release(at now: UInt64, where fits: (MidiSource) -> Bool) {
        for index in 0..<MidiSourceTable.capacity where sources[index].isUsed && fits(sources[index]) { release(index, at: now) }
    }

    private mutating func release(_ index: Int, at now: UInt64) {
        destination.release(device: UInt8(index), at: now)
        if sources[index].isConnected { notices.push(.disconnected, sources[index]) }
        sources[index] = MidiSource()
        rawPorts[index] = nil
        descriptors[descriptorCount + index] = pollfd(fd: -1, events: Int16(POLLIN), revents: 0)
    }

    /// Lets go of what devices have pressed that promised to be heard from and were not. They stay: they may come back.
    private func releaseSilent(at now: UInt64) {
        while let device = destination.releaseSilentDevice(at: now) { notices.push(.silent, sources[Int(device)]) }
    }

    /// Lets go of everything; the sources stay.
    private func releaseAll(at now: UInt64 = JackClock.microseconds) {
        for index in 0..<MidiSourceTable.capacity where sources[index].isUsed { destination.release(device: UInt8(index), at: now) }
    }
}
