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
    public private(set) var warnings: [String] = []
    /// The client, until the server is lost.
    public private(set) var client: JackClient?
    /// The server, where it is Kanon's own.
    public private(set) var server: JackServer?

    private let options: Options
    private let highestPriority: Int
    private var instrument: Instrument?
    private var lastRate: Double
    private var nextTry: UInt64 = 0
    private var failure: String?
    private var xrunsBefore = 0
    private var midiOverflowsBefore = 0
    private var midiOverflowsTold = 0
    private var lastBlocks: UInt64 = 0
    private var lastChange: UInt64 = 0
    private var recovery = RunawayRecovery()
    private var processorLatency: ProcessorLatency?

    /// Between two tries to come back.
    private static let pauseMicroseconds: UInt64 = 1_000_000
    /// Without a block for this long, a server counts as lost. The longest block takes 0.2 s, jackd's own patience is 0.5 s.
    private static let patienceMicroseconds: UInt64 = 2_000_000

    /// Finds a server. For PipeWire's the program starts itself anew, so this belongs at the very beginning of it.
    public init(_ options: Options = Options()) throws(IOFailure) {
        self.options = options
        let isDeadly = ResourceLimit(.time).isDeadly
        highestPriority = options.realTime == .off || isDeadly ? 0 : RealTime.highestPriority()
        var warnings: [String] = []
        var server: JackServer?
        let client: JackClient
        if let running = try ServerSearch.findRunning(options, &warnings) {
            // Its thread would be the first to be killed, without a word.
            if isDeadly, running.isRealTime { throw IOFailure(ResourceLimit.deadlyAdvice) }
            client = running
            source = PipeWire.isInUse ? .pipeWire : .running
        } else {
            let own = try ServerSearch.startOwn(options, highest: highestPriority, &warnings)
            server = own
            client = try JackClient(name: options.name, server: own.name)
            source = .own(own.driver)
        }
        self.server = server
        self.client = client
        self.warnings = warnings
        lastRate = client.sampleRate
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

    /// Plays `instrument`. Returns when its first block has been rendered, or half a second has passed. `log` is for benches; it
    /// ends with the server.
    public func start(_ instrument: Instrument, log: CallbackLog? = nil) throws(IOFailure) {
        self.instrument = instrument
        if options.realTime != .off { processorLatency = ProcessorLatency() }
        // A running server's clients may be in real time whatever is wanted here.
        recovery.watch(periodSeconds: periodSeconds ?? 0)
        try client?.start(instrument, connections: options.connections, log: log, fault: options.fault)
        if client?.connectedPorts.isEmpty == true, options.connections == .physical {
            warnings.append("The JACK server has no outputs to connect to; nothing is heard until you connect Kanon.")
        }
        lastChange = JackClient.microseconds
        for _ in 0..<100 where client?.scheduling == .unknown { usleep(5000) }
        if let priority = midiPriority() { try recovery.look(priority: priority) }
    }

    /// Looks whether the server lives, and brings it back when it does not. Call it a few times a second.
    public func supervise() -> [AudioNotice] {
        var notices: [AudioNotice] = []
        if midiOverflows != midiOverflowsTold {
            midiOverflowsTold = midiOverflows
            notices.append(.midiOverflow)
        }
        if let instrument { recovery.supervise(instrument, periodSeconds: periodSeconds, notices: &notices) }
        if RunawayRecovery.isStuck { return notices }
        if let reason = findLoss() {
            notices.append(.lost(reason))
            release()
            nextTry = JackClient.microseconds
        }
        guard client == nil, let instrument, JackClient.microseconds >= nextTry else { return notices }
        do throws(IOFailure) {
            let client = try reopen(&notices)
            self.client = client
            if client.sampleRate != lastRate { notices.append(.rateChanged(client.sampleRate)) }
            lastRate = client.sampleRate
            failure = nil
            lastChange = JackClient.microseconds
            do throws(IOFailure) {
                try client.start(instrument, connections: options.connections)
                // A running server tells its latency a little later.
                for _ in 0..<100 where client.playbackLatency == 0 { usleep(5000) }
            } catch {
                notices.append(.warning(error.message))
            }
            notices.append(.back(description))
        } catch {
            // Said once, not every second.
            if error.message != failure { notices.append(.warning(error.message)) }
            failure = error.message
            release()
            nextTry = JackClient.microseconds + Self.pauseMicroseconds
        }
        return notices
    }

    /// Leaves the server, and ends it where it is Kanon's own. The instrument is then free.
    public func stop() {
        if RunawayRecovery.isStuck {
            server?.kill()
            client?.abandon()
            client = nil
        }
        release()
        instrument = nil
        processorLatency = nil
        recovery.stop()
    }

    /// Why the processors may sleep deeply meanwhile; nil where they do not. After `start`.
    public var processorLatencyFailure: String? { processorLatency.map(\.failure) ?? "not asked for" }

    private var periodSeconds: Double? { client.map { Double($0.period) / $0.sampleRate } }

    private func findLoss() -> String? {
        guard let client else { return nil }
        if let ending = client.ending { return ending }
        if server?.isRunning == false { return "the JACK server stopped" }
        return isSilentTooLong() ? "the JACK server does not call Kanon any more" : nil
    }

    /// PipeWire's libjack does not tell that its server is gone, and a card that was pulled out may leave jackd waiting. Not
    /// for a server of somebody else's: leaving one that hangs would hang here too.
    private func isSilentTooLong() -> Bool {
        guard let instrument, source != .running else { return false }
        let blocks = instrument.meter[.blocks]
        let now = JackClient.microseconds
        if blocks != lastBlocks {
            lastBlocks = blocks
            lastChange = now
        }
        return now - lastChange > Self.patienceMicroseconds
    }

    private func release() {
        // Only a server of our own that hangs has to go before its client.
        if client?.ending == nil, isSilentTooLong() { server?.kill() }
        xrunsBefore += client?.xruns ?? 0
        midiOverflowsBefore += client?.midiOverflows ?? 0
        client?.close()
        client = nil
        server?.stop()
        server = nil
    }

    private func reopen(_ notices: inout [AudioNotice]) throws(IOFailure) -> JackClient {
        guard case .own = source else { return try JackClient(name: options.name, server: options.server) }
        var new: [String] = []
        var same = options
        // A card that was pulled out comes back; until then there is no point in playing to nobody.
        if case .own(.dummy) = source { same.driver = .dummy }
        let server = try ServerSearch.startOwn(same, highest: highestPriority, &new, needsCard: source != .own(.dummy))
        self.server = server
        return try JackClient(name: options.name, server: server.name)
    }
}
