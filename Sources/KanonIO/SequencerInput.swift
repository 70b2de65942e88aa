import CALSA
import Glibc
import KanonEngine

/// MIDI from ALSA's sequencer: a client that every other can write to (`aplaymidi -p Kanon`), connected to the keyboards that
/// are wanted, now and when they are plugged in. Has the MIDI thread.
///
/// Events are stamped at entry with `JackClock`, the very clock on which the engine places them, whichever libjack is
/// behind it. The alternative, ALSA's own stamps, is on another clock (CLOCK_MONOTONIC against jackd2's CLOCK_MONOTONIC_RAW)
/// and would have to be converted by the sample with the smallest round trip; as the sequencer stamps in an ordinary kernel
/// thread too, it would gain only the way from there to this thread, which runs above all audio.
public final class SequencerInput {
    /// How the MIDI thread is scheduled.
    public let scheduling: Scheduling
    /// The names of what is connected, as `notices` has told so far.
    public private(set) var connected: [String] = []

    /// The port from which others hear answers.
    private let answers: UInt8
    private let memory: SequencerMemory
    private let thread: WorkerThread

    /// The cells of a client's input pool: 200 unless more are asked for, 2000 at most.
    private static let poolCells = 2000

    /// Opens the client and starts its thread, at FIFO `priority` if that is given and granted.
    ///
    /// With `isAlone` devices that are free are taken past the sequencer: then no other program hears them.
    /// Throws, in one sentence, where the machine has no ALSA sequencer.
    public init(
        name: String = "Kanon", to receiver: MidiReceiver, selection: MidiSelection = .hardware, isAlone: Bool = false,
        priority: Int? = nil
    ) throws(IOFailure) {
        let client = try SequencerClient(name: name)
        let sequencer = client.handle
        // The first port is what others find by the client's name alone.
        let port = snd_seq_create_simple_port(
            sequencer, "MIDI in", UInt32(SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_SUBS_WRITE),
            UInt32(
                SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_SOFTWARE | SND_SEQ_PORT_TYPE_SYNTHESIZER
                    | SND_SEQ_PORT_TYPE_APPLICATION))
        let announcements = snd_seq_create_simple_port(
            sequencer, "announcements", UInt32(SND_SEQ_PORT_CAP_WRITE | SND_SEQ_PORT_CAP_NO_EXPORT),
            UInt32(SND_SEQ_PORT_TYPE_APPLICATION))
        let answers = snd_seq_create_simple_port(
            sequencer, "MIDI out", UInt32(SND_SEQ_PORT_CAP_READ | SND_SEQ_PORT_CAP_SUBS_READ),
            UInt32(SND_SEQ_PORT_TYPE_MIDI_GENERIC | SND_SEQ_PORT_TYPE_SOFTWARE | SND_SEQ_PORT_TYPE_APPLICATION))
        guard port >= 0, announcements >= 0, answers >= 0 else { throw IOFailure("ALSA's sequencer has no room for Kanon.") }
        snd_seq_set_client_pool_input(sequencer, Self.poolCells)
        let memory = try SequencerMemory(client, port: UInt8(port), receiver: receiver, selection: selection, isAlone: isAlone)
        // First the announcements, then a look around: nothing can be plugged in between unseen.
        snd_seq_connect_from(
            sequencer, announcements, Int32(SND_SEQ_CLIENT_SYSTEM), Int32(SND_SEQ_PORT_SYSTEM_ANNOUNCE))
        memory.loop.pointee.lookAround()
        thread = try WorkerThread(name: "kanon-midi", priority: priority.map { min($0, RealTime.maximumPriority) }) {
            memory.loop.pointee.run(until: $0)
        }
        scheduling = thread.scheduling
        self.memory = memory
        self.answers = UInt8(answers)
    }

    /// What happened since the last call, for the player.
    public func notices() -> [MidiNotice] {
        var notices: [MidiNotice] = []
        while let notice = memory.loop.pointee.nextNotice() {
            notices.append(notice)
            switch notice {
            case .connected(let device): connected.append(device.name)
            case .disconnected(let device): connected.firstIndex(of: device.name).map { _ = connected.remove(at: $0) }
            case .silent, .overflow, .ended: break
            }
        }
        return notices
    }

    /// Sends a system exclusive message to all who listen to Kanon. For the control thread: the MIDI thread only ever reads.
    public func send(_ bytes: [UInt8]) {
        var event = snd_seq_event_t()
        event.type = UInt8(SND_SEQ_EVENT_SYSEX.rawValue)
        event.flags = UInt8(SND_SEQ_EVENT_LENGTH_VARIABLE)
        event.queue = UInt8(SND_SEQ_QUEUE_DIRECT)
        event.source.port = answers
        event.dest = snd_seq_addr_t(client: UInt8(SND_SEQ_ADDRESS_SUBSCRIBERS), port: UInt8(SND_SEQ_ADDRESS_UNKNOWN))
        var bytes = bytes
        bytes.withUnsafeMutableBytes {
            event.data.ext.len = UInt32($0.count)
            event.data.ext.ptr = $0.baseAddress
            snd_seq_event_output_direct(memory.client.handle, &event)
        }
    }

    /// How often more came than could be held.
    public var overflows: Int { memory.loop.pointee.overflows.load(ordering: .relaxed) }

    /// MIDI events taken so far.
    public var events: Int { memory.loop.pointee.events.load(ordering: .relaxed) }

    /// Lets go of all keys. Who lets go of this object leaves the sequencer.
    public func stop() { thread.stop() }
}
