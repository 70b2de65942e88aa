import CJACK
import CRealtime
import Glibc
import KanonEngine

/// Kanon in JACK's graph: a MIDI input, two outputs, and the callback in which the engine renders.
///
/// For the control thread. It may die any time (`ending`); the instrument does not: close this one, open another and start
/// it with the same instrument.
///
/// Latency: a JACK MIDI event sounds at its own frame, `Engine.delayFrames` late, which is added to their input's latency. Events that
/// come another way are placed one period later, which no JACK port can say.
public final class JackClient {
    /// The name the server gave: another than asked for when that was taken.
    public let name: String
    /// Frames a second.
    public let sampleRate: Double
    /// The ports that the outputs were connected to.
    public private(set) var connectedPorts: [String] = []

    private let client: OpaquePointer
    private let midi: OpaquePointer
    private let left: OpaquePointer
    private let right: OpaquePointer
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
        sampleRate = Double(jack_get_sample_rate(client))
    }

    deinit { close() }

    /// Lets the server call `instrument` from now on, at the server's rate, and connects the outputs.
    ///
    /// A `connections` that fits no port throws, with the client left playing. `log` is for benches, `fault` for trying what follows
    /// of it.
    public func start(
        _ instrument: Instrument, connections: JackConnections = .physical, log: CallbackLog? = nil, fault: FaultInjection? = nil
    ) throws(IOFailure) {
        precondition(process == nil, "A client is started once.")
        instrument.setSampleRate(sampleRate)
        self.instrument = instrument
        self.log = log
        let process = UnsafeMutablePointer<JackProcess>.allocate(capacity: 1)
        process.initialize(
            to: JackProcess(
                client: client, sampleRate: sampleRate, engine: instrument.engine, midi: midi, left: left, right: right, log: log?.state,
                fault: fault))
        process.pointee.period.store(jack_get_buffer_size(client), ordering: .relaxed)
        self.process = process
        setCallbacks(process)
        guard jack_activate(client) == 0 else { throw IOFailure("The JACK server refused to let Kanon play.") }
        try connect(connections)
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

    /// Frames in a block.
    public var period: Int { Int(process?.pointee.period.load(ordering: .relaxed) ?? jack_get_buffer_size(client)) }

    /// Frames from the outputs to the card's converter, as the server publishes them; nil while nothing is connected.
    public var playbackLatency: Int? {
        guard !connectedPorts.isEmpty else { return nil }
        var range = jack_latency_range_t(min: 0, max: 0)
        jack_port_get_latency_range(left, JackPlaybackLatency, &range)
        return Int(range.max)
    }

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
        if JackLibrary.isPipeWire {
            // Without it the block is 1024 frames long. The player's own wish goes first.
            setenv("PIPEWIRE_LATENCY", PipeWire.defaultLatency, 0)
        }
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
        jack_set_latency_callback(client, { JackClient.process($1).pointee.publishLatency($0) }, process)
    }

    private static func process(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<JackProcess> {
        // SAFETY: every callback gets the pointer that `start` made and `close` frees after the client is gone.
        context.unsafelyUnwrapped.assumingMemoryBound(to: JackProcess.self)
    }

    private func connect(_ connections: JackConnections) throws(IOFailure) {
        let isInput = UInt(JackPortIsInput.rawValue)
        let targets: [String]
        switch connections {
        case .none: return
        case .physical:
            let ports = JackPort.names(client, kind: .audio, flags: isInput | UInt(JackPortIsPhysical.rawValue))
            targets = ports.count == 1 ? [ports[0], ports[0]] : Array(ports.prefix(2))
        case .matching(let pattern):
            targets = JackPort.names(client, matching: pattern, kind: .audio, flags: isInput)
            if targets.isEmpty {
                let all = JackPort.names(client, kind: .audio, flags: isInput)
                throw IOFailure(
                    "No JACK input matches '\(pattern)'; "
                        + (all.isEmpty ? "there is none at all." : "there are: \(all.joined(separator: ", "))."))
            }
        }
        for (index, target) in targets.enumerated() {
            let source = jack_port_name(index % 2 == 0 ? left : right)
            let status = jack_connect(client, source, target)
            if status == 0 || status == EEXIST { connectedPorts.append(target) }
        }
    }
}

extension JackProcess {
    /// Tells JACK what this client adds to the latency between its ports.
    func publishLatency(_ mode: jack_latency_callback_mode_t) {
        let delay = UInt32(Engine.delayFrames)
        var range = jack_latency_range_t(min: 0, max: 0)
        if mode == JackCaptureLatency {
            jack_port_get_latency_range(midi, mode, &range)
            range = jack_latency_range_t(min: range.min + delay, max: range.max + delay)
            jack_port_set_latency_range(left, mode, &range)
            jack_port_set_latency_range(right, mode, &range)
        } else {
            var other = jack_latency_range_t(min: 0, max: 0)
            jack_port_get_latency_range(left, mode, &range)
            jack_port_get_latency_range(right, mode, &other)
            range = jack_latency_range_t(min: min(range.min, other.min) + delay, max: max(range.max, other.max) + delay)
            jack_port_set_latency_range(midi, mode, &range)
        }
    }
}
