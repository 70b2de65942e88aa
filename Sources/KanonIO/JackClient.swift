import CJACK
import CRealtime
import Glibc
import KanonEngine

/// Kanon in JACK's graph: a MIDI input, two outputs, and the callback in which the engine renders.
///
/// It may die any time (`ending`); the instrument does not: close this one, open another and start it with the same instrument. What
/// waits for the server (opening, starting, closing, looking) is for the `ServerThread`, where one that hangs is to hurt nobody; the
/// rest is for the control thread.
///
/// Latency: a JACK MIDI event sounds at its own frame, `Engine.delayFrames` late, which is added to their input's latency. Events that
/// come another way are placed one period later, which no JACK port can say.
public final class JackClient: @unchecked Sendable {
    // SAFETY: the audio thread and the server's threads reach the atomics of `process` alone; of the rest one thread at a time makes use,
    // as `AudioSession` hands it over.
    /// The name the server gave: another than asked for when that was taken.
    public let name: String
    /// The ports that the outputs were connected to at the start.
    public private(set) var connectedPorts: [String] = []

    let client: OpaquePointer
    let midi: OpaquePointer
    let left: OpaquePointer
    let right: OpaquePointer
    private var process: UnsafeMutablePointer<JackProcess>?
    /// Alive as long as the callbacks.
    private var instrument: Instrument?
    private var log: CallbackLog?
    private var isOpen = true

    /// Opens a client on a running server: `server`, or the default one. Never starts a server.
    public init(name: String = "Kanon", server: String? = nil) throws(IOFailure) {
        JackMessages.drop()
        guard let client = Self.connect(name: name, server: server) else {
            throw IOFailure("No JACK server\(server.map { " called '\($0)'" } ?? "") answers.")
        }
        func register(_ name: String, _ type: String, _ flags: JackPortFlags) -> OpaquePointer? {
            jack_port_register(client, name, type, UInt(flags.rawValue | JackPortIsTerminal.rawValue), 0)
        }
        guard let midi = register("midi_in", JACK_DEFAULT_MIDI_TYPE, JackPortIsInput),
            let left = register("left", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput),
            let right = register("right", JACK_DEFAULT_AUDIO_TYPE, JackPortIsOutput)
        else {
            jack_client_close(client)
            throw IOFailure("The JACK server has no room for Kanon's ports.")
        }
        self.client = client
        self.midi = midi
        self.left = left
        self.right = right
        self.name = String(cString: jack_get_client_name(client))
    }

    deinit { close() }

    /// Lets the server call `instrument` from now on, at the server's rate, and connects the outputs. Returns with the first callback,
    /// or after a second without one.
    ///
    /// A `connections` that fits no port throws, with the client left playing; a rate that Kanon does not play at, with it left silent.
    /// `log` is for benches, `fault` for trying what follows of it.
    public func start(
        _ instrument: Instrument, connections: JackConnections = .physical, log: CallbackLog? = nil, fault: FaultInjection? = nil
    ) throws(IOFailure) {
        try activate(instrument, log: log, fault: fault)
        ServerThread.progress()
        for _ in 0..<500 where callbacks == 0 { usleep(2000) }
        _ = try adoptRate()
        let choice = choice(connections)
        try check(connections, choice)
        for link in choice where connect(link) { connectedPorts.append(link.other) }
        publishLatency()
    }

    /// Lets the server call, silently: `adoptRate` lets it sound.
    func activate(_ instrument: Instrument, log: CallbackLog? = nil, fault: FaultInjection? = nil) throws(IOFailure) {
        precondition(process == nil, "A client is started once.")
        self.instrument = instrument
        self.log = log
        let process = UnsafeMutablePointer<JackProcess>.allocate(capacity: 1)
        process.initialize(
            to: JackProcess(
                client: client, engine: instrument.engine, midi: midi, left: left, right: right, log: log?.state, fault: fault))
        process.pointee.period.store(jack_get_buffer_size(client), ordering: .relaxed)
        self.process = process
        setCallbacks(process)
        guard jack_activate(client) == 0 else { throw IOFailure("The JACK server refused to let Kanon play.") }
    }

    /// Sets the engine to the server's rate where the audio thread has lent it for that, and gives it back. Returns whether the engine had
    /// another rate before, also with another client: a take that is under way has then ended with the last frame of that rate. Nil where
    /// there is nothing to do. Throws, with the engine left silent, at a rate that Kanon does not play at.
    ///
    /// Before the first callback nobody knows the rate: PipeWire's library then says what was asked for.
    func adoptRate() throws(IOFailure) -> Bool? {
        guard let process, let instrument, callbacks > 0, process.pointee.isLent.load(ordering: .acquiring) else { return nil }
        let told = process.pointee.sampleRate.load(ordering: .relaxed)
        let rate = jack_get_sample_rate(client)
        guard Instrument.sampleRates.contains(Double(rate)) else {
            throw IOFailure(
                "The sound server runs at \(rate) Hz; Kanon plays at \(Int(Instrument.sampleRates.lowerBound)) to "
                    + "\(Int(Instrument.sampleRates.upperBound)) Hz: set it to 48000.")
        }
        // If the callback has told another one meanwhile, that counts, and the audio thread lends the engine once more.
        _ = process.pointee.sampleRate.compareExchange(expected: told, desired: rate, ordering: .relaxed)
        let isAnother = instrument.sampleRate != Double(rate)
        if isAnother { instrument.recording.arm(false) }
        instrument.setSampleRate(Double(rate))
        process.pointee.engineRate = rate
        process.pointee.isLent.store(false, ordering: .releasing)
        return isAnother
    }

    /// Stops the callbacks and leaves the server. The instrument may go to another client afterwards.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        if process != nil { jack_deactivate(client) }
        jack_client_close(client)
        kanon_callback_forget()
        process?.deinitialize(count: 1)
        process?.deallocate()
        process = nil
        instrument = nil
    }

    /// Leaves everything as it is, for ever: the audio thread does not come back from its callback, and the instrument is not free.
    func abandon() {
        isOpen = false
        if let instrument { _ = Unmanaged.passRetained(instrument) }
    }

    /// Whether the server runs its clients in real time.
    var isRealTime: Bool { jack_is_realtime(client) != 0 }

    /// Frames a second: those that the engine is set to, before that those that the server tells.
    public var sampleRate: Double {
        let rate = process?.pointee.engineRate ?? 0
        return Double(rate > 0 ? rate : jack_get_sample_rate(client))
    }

    /// Times that the server has called.
    var callbacks: UInt64 { process?.pointee.callbacks.load(ordering: .relaxed) ?? 0 }

    /// Whether the engine renders; not at a rate that it has not been set to yet.
    public var isSounding: Bool { process.map { !$0.pointee.isLent.load(ordering: .relaxed) } ?? false }

    /// A port of this client's.
    func port(_ port: JackLink.Port) -> OpaquePointer {
        switch port {
        case .midi: midi
        case .left: left
        case .right: right
        }
    }

    /// Frames in a block.
    public var period: Int { Int(process?.pointee.period.load(ordering: .relaxed) ?? jack_get_buffer_size(client)) }

    /// Frames from the outputs to the card's converter, as the server publishes them; nil while nothing is connected.
    public var playbackLatency: Int? {
        guard let frames = process?.pointee.playbackFrames.load(ordering: .relaxed), frames >= 0 else { return nil }
        return frames
    }

    /// What the server publishes now.
    func notePlayback(frames: Int?) { process?.pointee.playbackFrames.store(frames ?? -1, ordering: .relaxed) }

    /// The port whose sound is the left channel's, `client:port`.
    public var leftPort: String { String(cString: jack_port_name(left)) }

    /// Has the server call as fast as it can, or in time again; what sounds goes nowhere meanwhile.
    public func freewheel(_ isOn: Bool) throws(IOFailure) {
        guard jack_set_freewheel(client, isOn ? 1 : 0) == 0 else { throw IOFailure("The JACK server does not freewheel.") }
    }

    /// Blocks that the server, or another client, was late for.
    public var xruns: Int { Int(process?.pointee.xruns.load(ordering: .relaxed) ?? 0) }

    /// Blocks longer than the engine takes (`Engine.maximumFrames`), which stayed silent.
    public var blocksTooLong: Int { Int(process?.pointee.blocksTooLong.load(ordering: .relaxed) ?? 0) }

    /// Blocks to which more MIDI was sent than JACK has room for; what was held this way was let go.
    public var midiOverflows: Int { Int(process?.pointee.midiOverflows.load(ordering: .relaxed) ?? 0) }

    /// How much of a block's time the server's clients take, 0…1, as the server says.
    public var load: Double { Double(jack_cpu_load(client)) / 100 }

    /// How the audio thread is scheduled, as it saw itself in its first callback.
    public var scheduling: Scheduling {
        let packed = process?.pointee.scheduling.load(ordering: .relaxed) ?? 0
        return packed == 0 ? .unknown : Scheduling(packed: UInt64(packed & 0x7FFF_FFFF))
    }

    /// Why the server let go of this client; nil while it lives.
    public var ending: String? {
        guard let ending = process?.pointee.ending.load(ordering: .relaxed), ending != 0 else { return nil }
        let status = ending - 1
        if status & JackBackendError.rawValue != 0 { return "the sound card stopped" }
        if status & JackClientZombie.rawValue != 0 { return "the server found Kanon too slow and let go of it" }
        return "the JACK server stopped"
    }

    /// The clock on which `EventInput` is stamped, in µs: JACK's own, whichever libjack is behind it.
    public static var microseconds: UInt64 { JackClock.microseconds }

    static func connect(name: String, server: String?) -> OpaquePointer? {
        if JackLibrary.isPipeWire { PipeWire.askForBlock() }
        var status = jack_status_t(0)
        let client = kanon_jack_client_open(name, JackNoStartServer, &status, server)
        if client != nil { JackClock.begin() }
        return client
    }

    private func setCallbacks(_ process: UnsafeMutablePointer<JackProcess>) {
        jack_set_process_callback(client, jackProcess, process)
        jack_set_thread_init_callback(
            client,
            { _ in
                kanon_thread_name("kanon-audio")
                kanon_endings_prepare_thread()
                // Asked once, the answer is kept up without a system call.
                _ = kanon_thread_scheduling()
                kanon_callback_prepare()
                // A quarter of the 512 KB that jackd2 gives its threads.
                kanon_prefault_stack(128 * 1024)
            }, nil)
        jack_set_xrun_callback(
            client,
            {
                JackClient.process($0).pointee.xruns.wrappingAdd(1, ordering: .relaxed)
                return 0
            }, process)
        jack_set_buffer_size_callback(
            client,
            {
                JackClient.process($1).pointee.period.store($0, ordering: .relaxed)
                return 0
            }, process)
        jack_on_info_shutdown(
            client,
            { status, _, context in
                JackClient.process(context).pointee.ending.store(1 + status.rawValue, ordering: .relaxed)
            }, process)
        jack_set_sample_rate_callback(
            client,
            {
                JackClient.process($1).pointee.sampleRate.store($0, ordering: .relaxed)
                return 0
            }, process)
        // Without one, libjack passes latencies on as if Kanon added none.
        jack_set_latency_callback(client, { _, _ in }, nil)
    }

    private static func process(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<JackProcess> {
        // SAFETY: every callback gets the pointer that `start` made and `close` frees after the client is gone.
        context.unsafelyUnwrapped.assumingMemoryBound(to: JackProcess.self)
    }
}
