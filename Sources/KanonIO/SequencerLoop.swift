import CALSA
import Glibc
import KanonEngine
import Synchronization

/// What runs on the MIDI thread: waits for ALSA's sequencer, stamps each event once, hands its bytes on.
///
/// Bounded, without allocation, files or printing. Devices that come and go are connected by this thread too, so that a keyboard
/// plays as soon as it is plugged in.
struct SequencerLoop: ~Copyable {
    private let sequencer: OpaquePointer
    private let destination: MidiDestination
    /// Has the kernel stamp what comes, where that is asked for.
    private let queue: SequencerQueue?
    private let ownPort: UInt8
    private let coder: OpaquePointer
    private let bytes: UnsafeMutablePointer<UInt8>
    private let descriptors: UnsafeMutablePointer<pollfd>
    private let descriptorCount: Int
    private var sources: MidiSources
    /// How many events were taken since the thread last waited.
    private var taken = 0

    /// Relaxed everywhere: each stands for itself.
    let overflows = Atomic<Int>(0)
    let events = Atomic<Int>(0)

    /// How many events are taken at a stretch, and how long the thread then stands back. It stands above the audio: a flood that it
    /// took in one go, as after it was stopped, would keep the audio from its period.
    private static var stretch: Int { 256 }
    private static var restMicroseconds: UInt32 { 250 }

    /// The longest message that is decoded, and the most that is read of a device at once; system exclusive ones are not decoded.
    private static var maximumBytes: Int { 64 }

    init(
        _ sequencer: OpaquePointer, port: UInt8, destination: MidiDestination, selection: MidiSelection, isAlone: Bool
    ) throws(IOFailure) {
        var coder: OpaquePointer?
        guard snd_midi_event_new(Self.maximumBytes, &coder) == 0, let coder else {
            throw IOFailure("ALSA has no memory for its MIDI decoder.")
        }
        // Every message with its status byte: sources are mixed here.
        snd_midi_event_no_status(coder, 1)
        self.coder = coder
        self.sequencer = sequencer
        self.destination = destination
        queue = destination.wantsStamps ? SequencerQueue(sequencer, stamping: port) : nil
        ownPort = port
        bytes = .allocate(capacity: Self.maximumBytes)
        let count = Int(snd_seq_poll_descriptors_count(sequencer, Int16(POLLIN)))
        descriptors = .allocate(capacity: count + 1 + MidiSourceTable.capacity)
        snd_seq_poll_descriptors(sequencer, descriptors, UInt32(count), Int16(POLLIN))
        descriptors[count] = pollfd(fd: -1, events: Int16(POLLIN), revents: 0)
        descriptorCount = count + 1
        sources = MidiSources(
            sequencer, port: port, destination: destination, selection: selection, isAlone: isAlone,
            descriptors: descriptors + descriptorCount)
    }

    deinit {
        snd_midi_event_free(coder)
        bytes.deallocate()
        descriptors.deallocate()
    }

    /// The next that the player is to know, for the control thread.
    func nextNotice() -> MidiNotice? { sources.notices.pop() }

    /// Connects to what is there, before the thread runs.
    mutating func lookAround() { sources.lookAround() }

    mutating func run(until stop: StopRequest) {
        descriptors[descriptorCount - 1].fd = stop.descriptor
        while !stop.isMade {
            let count = poll(descriptors, nfds_t(descriptorCount + MidiSourceTable.capacity), patienceMilliseconds)
            destination.flush()
            sources.releaseSilent(at: JackClock.microseconds)
            sources.openWaiting()
            taken = 0
            guard count > 0 else { continue }
            for index in 0..<(descriptorCount - 1)
            where descriptors[index].revents & Int16(POLLERR | POLLNVAL | POLLHUP) != 0 {
                sources.releaseAll()
                sources.notices.push(.ended)
                return
            }
            takeEvents()
            for index in 0..<MidiSourceTable.capacity where descriptors[descriptorCount + index].revents != 0 { takeBytes(of: index) }
        }
        sources.releaseAll()
    }

    /// Takes what a device that Kanon has alone has sent.
    private mutating func takeBytes(of index: Int) {
        while true {
            let (count, time) = sources.read(index, into: bytes, capacity: Self.maximumBytes)
            if count < 0 { return sources.release(index, at: JackClock.microseconds) }
            guard count > 0 else { break }
            destination.receive(bytes, count: count, device: UInt8(index), at: time, stamp: nil)
            countEvent()
        }
        guard sources.hasLost(index) else { return }
        tellOverflow()
        destination.release(device: UInt8(index), at: JackClock.microseconds)
    }

    private func tellOverflow() {
        overflows.wrappingAdd(1, ordering: .relaxed)
        sources.notices.push(.overflow)
    }

    /// How long it waits for events: not for ever while something waits for room, or for a device to be heard from.
    private var patienceMilliseconds: Int32 { destination.holdsBack ? 1 : sources.isOpening ? 5 : destination.expectsToHear ? 20 : -1 }

    private mutating func takeEvents() {
        var event: UnsafeMutablePointer<snd_seq_event_t>?
        while true {
            let status = snd_seq_event_input(sequencer, &event)
            // Once, at entry, on JACK's own clock; so no clock has to be converted into another.
            let now = JackClock.microseconds
            if status == -ENOSPC {
                tellOverflow()
                sources.releaseAll(at: now)
                // Announcements may be among what was lost.
                sources.lookAround(at: now)
            } else if status >= 0, let event {
                take(event, at: now)
            } else if status != -EINTR {
                return
            }
        }
    }

    private mutating func take(_ event: UnsafeMutablePointer<snd_seq_event_t>, at now: UInt64) {
        if event.pointee.source.client == UInt8(SND_SEQ_CLIENT_SYSTEM) { return sources.takeAnnouncement(event, at: now) }
        guard event.pointee.dest.port == ownPort else { return }
        let stamp = queue?.stamp(of: event) ?? nil
        if UInt32(event.pointee.type) == SND_SEQ_EVENT_SYSEX.rawValue {
            // A long message comes in several of these.
            // SAFETY: ALSA keeps so many bytes there until the next event is asked for.
            guard let content = event.pointee.data.ext.ptr?.assumingMemoryBound(to: UInt8.self) else { return }
            destination.receive(
                content, count: Int(event.pointee.data.ext.len), device: sources.number(of: event.pointee.source), at: now, stamp: stamp)
        } else {
            let count = snd_midi_event_decode(coder, bytes, Self.maximumBytes, event)
            guard count > 0 else { return }
            destination.receive(bytes, count: count, device: sources.number(of: event.pointee.source), at: now, stamp: stamp)
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
}
