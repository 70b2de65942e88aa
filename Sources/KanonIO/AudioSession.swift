import CRealtime
import Glibc
import KanonEngine

/// The way to the sound card: finds a server, keeps a client on it, and brings both back when they die. The instrument stays.
///
/// A running JACK server is taken first, then PipeWire's JACK, then a server of Kanon's own. For the control thread.
public final class AudioSession {
    /// What the player wants.
    public struct Options: Sendable {
        /// The client's name.
        public var name = "Kanon"
        /// The JACK server to use, and no other; nil for the order above.
        public var server: String?
        /// The card for a server of Kanon's own (id, part of its name, or ALSA name); given, no other server is looked for.
        public var card: String?
        /// Where the outputs go.
        public var connections = JackConnections.physical
        /// Whether a server of Kanon's own runs in real time.
        public var realTime = RealTime.Wish.auto
        /// Where in a block events are played, as the instrument has it.
        public var timing = EventTiming.steady
        /// A fault to be tried.
        public var fault: FaultInjection?
        /// The driver for a server of Kanon's own; nil for the first card, or the dummy driver where there is none.
        public var driver: JackServer.Driver?

        /// What needs no choice.
        public init() {}
    }

    /// Whose server it is.
    public enum Source: Equatable, Sendable {
        /// One that ran already.
        case running
        /// PipeWire's JACK.
        case pipeWire
        /// Kanon's own.
        case own(JackServer.Driver)
    }

    /// Whose server it is.
    public let source: Source
    /// What could not be had, for the player; in the order in which it was found out.
    public internal(set) var warnings: [String] = []
    /// The client, until the server is lost.
    public internal(set) var client: JackClient?
    /// The server, where it is Kanon's own.
    public internal(set) var server: JackServer?

    let options: Options
    let highestPriority: Int
    var instrument: Instrument?
    var lastRate: Double
    /// Whether the engine was set to another rate, and it was not said yet.
    var isRateUntold = false
    var state = State.playing
    var kept: KeptConnections
    /// A look at the connections that is under way.
    var look: ServerCall<KeptConnections>?
    var nextLook: UInt64 = 0
    /// Whether it was said that the outputs are not connected.
    var hasSaidUnheard = false
    var nextTry: UInt64 = 0
    /// The last refusal, which is said once.
    var failure: String?
    var recovery = RunawayRecovery()
    private var xrunsBefore = 0
    private var midiOverflowsBefore = 0
    private var midiOverflowsTold = 0
    private var lastCallbacks: UInt64 = 0
    var lastChange: UInt64 = 0
    private var processorLatency: ProcessorLatency?

    /// Without a callback for this long, a server counts as lost. The longest block takes 0.2 s, jackd's own patience is 0.5 s.
    private static let patienceMicroseconds: UInt64 = 2_000_000

    /// Finds a server. For PipeWire's the program starts itself anew, so this belongs at the very beginning of it. Throws where one does
    /// not answer, and when the program is to end meanwhile.
    public init(_ options: Options = Options()) throws(IOFailure) {
        self.options = options
        let isDeadly = ResourceLimit(.time).isDeadly
        let highest = options.realTime == .off || isDeadly ? 0 : RealTime.highestPriority()
        highestPriority = highest
        kept = KeptConnections(options.connections)
        let found = try ServerThread.run { () throws(IOFailure) in try ServerSearch.find(options, highest: highest) }
        // Its thread would be the first to be killed, without a word.
        if isDeadly, found.server == nil, found.client.isRealTime {
            try? ServerThread.run { found.client.close() }
            throw IOFailure(ResourceLimit.deadlyAdvice)
        }
        client = found.client
        server = found.server
        source = found.server.map { .own($0.driver) } ?? (PipeWire.isInUse ? .pipeWire : .running)
        warnings = found.warnings
        lastRate = found.client.sampleRate
    }

    deinit { stop() }

    /// Frames a second, now or when it last sounded.
    public var sampleRate: Double { client?.sampleRate ?? lastRate }

    /// Blocks that came too late since the beginning.
    public var xruns: Int { xrunsBefore + (client?.xruns ?? 0) }

    /// How often more MIDI came through JACK than it had room for, since the beginning.
    public var midiOverflows: Int { midiOverflowsBefore + (client?.midiOverflows ?? 0) }

    /// The block and the delay that follows from it; nil while the server is lost.
    public var block: BlockSetting? {
        guard let client else { return nil }
        var block = server?.block ?? BlockSetting(frames: client.period, sampleRate: client.sampleRate)
        block.frames = client.period
        block.sampleRate = client.sampleRate
        block.timing = options.timing
        if block.periods == nil, source == .running || source == .pipeWire {
            // 0 is what a server says that does not know.
            block.playbackFrames = client.playbackLatency.flatMap { $0 > 0 ? $0 : nil }
        }
        return block
    }

    /// What was taken: `Kanon's own JACK server on hw:PCH, 64 frames × 3 at 48000 Hz, synchronous: 4.00 ms`.
    public var description: String {
        let who =
            switch source {
            case .running: "the running JACK server"
            case .pipeWire: "PipeWire's JACK"
            case .own(.alsa(let card)): "Kanon's own JACK server on \(card)"
            case .own(.dummy): "Kanon's own JACK server without a sound card"
            }
        return block.map { "\(who), \($0)" } ?? who
    }

    /// The priority for the MIDI thread, above the audio thread: `wish`, or what follows from the server's. Nil where real
    /// time is not wanted or not granted. After `start`.
    public func midiPriority(_ wish: Int? = nil) -> Int? {
        guard options.realTime != .off else { return nil }
        if let wish { return min(wish, RealTime.maximumPriority) }
        guard highestPriority > 0 else { return nil }
        let audio = server?.priority.map { $0 - 5 } ?? client?.scheduling.priority ?? RealTime.serverPriority - 5
        return min(RealTime.midiPriority(audio: audio), highestPriority)
    }

    /// Plays `instrument`. Returns when the server has called for the first time, or after a second without that. `log` is for benches;
    /// it ends with the server.
    public func start(_ instrument: Instrument, log: CallbackLog? = nil) throws(IOFailure) {
        guard let client else { return }
        self.instrument = instrument
        if options.realTime != .off { processorLatency = ProcessorLatency() }
        // A running server's clients may be in real time whatever is wanted here.
        recovery.watch(periodSeconds: periodSeconds ?? 0)
        let call = try ServerThread.call { [options, kept] () throws(IOFailure) in
            var kept = kept
            try client.start(instrument, connections: .none, log: log, fault: options.fault)
            try client.check(options.connections, client.choice(options.connections))
            client.look(&kept)
            client.awaitLatency()
            return kept
        }
        defer { if call.result == nil { leaveHung() } }
        kept = try call.wait()
        lastRate = client.sampleRate
        if !kept.isHeard, !kept.isPlayers {
            hasSaidUnheard = true
            warnings.append("The JACK server has no outputs to connect to; nothing is heard until there are some, or you connect Kanon.")
        }
        lastChange = JackClient.microseconds
        if let priority = midiPriority() { try recovery.look(priority: priority) }
    }

    /// The ports that the outputs are connected to.
    public var connectedPorts: [String] { kept.outputs }

    /// Looks whether the server lives, and brings it back when it does not. Call it a few times a second; it waits for nothing.
    public func supervise() -> [AudioNotice] {
        var notices: [AudioNotice] = []
        if midiOverflows != midiOverflowsTold {
            midiOverflowsTold = midiOverflows
            notices.append(.midiOverflow)
        }
        guard let instrument else { return notices }
        recovery.supervise(instrument, periodSeconds: periodSeconds, notices: &notices)
        if !RunawayRecovery.isStuck { advance(instrument, &notices) }
        return notices
    }

    /// Leaves the server, and ends it where it is Kanon's own. The instrument is then free; false where the server does not let it go
    /// within its time, or a signal that ends the program comes meanwhile.
    @discardableResult
    public func stop() -> Bool {
        if RunawayRecovery.isStuck {
            server?.kill()
            client?.abandon()
            client = nil
        }
        let isFree = leaveInTime()
        instrument = nil
        processorLatency = nil
        recovery.stop()
        return isFree
    }

    /// Why the processors may sleep deeply meanwhile; nil where they do not. After `start`.
    public var processorLatencyFailure: String? { processorLatency.map(\.failure) ?? "not asked for" }

    private var periodSeconds: Double? { client.map { Double($0.period) / $0.sampleRate } }

    /// PipeWire's libjack does not tell that its server is gone, and a card that was pulled out may leave jackd waiting.
    var isSilentTooLong: Bool {
        guard let client, instrument != nil else { return false }
        let callbacks = client.callbacks
        let now = JackClient.microseconds
        if callbacks != lastCallbacks {
            lastCallbacks = callbacks
            lastChange = now
        }
        return now - lastChange > Self.patienceMicroseconds
    }

    /// What the client has counted counts on.
    func addUp(_ client: JackClient) {
        xrunsBefore += client.xruns
        midiOverflowsBefore += client.midiOverflows
    }
}
