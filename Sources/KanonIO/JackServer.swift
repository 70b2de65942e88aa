import CJACK
import Glibc

/// A JACK server of Kanon's own, for as long as it plays: under a name of its own, in a session of its own (so that Ctrl-C is
/// Kanon's to answer), gone with Kanon however that ends.
public final class JackServer: @unchecked Sendable {
    // SAFETY: all is fixed or safe for all threads but `holder` and `isOver`, which the `ServerThread` alone has.
    /// Where the sound goes.
    public enum Driver: Equatable, Sendable {
        /// A card, by ALSA's name such as `hw:PCH`.
        case alsa(String)
        /// Nowhere: for machines without a card, and for tests.
        case dummy
    }

    /// The server's name, for `JACK_DEFAULT_SERVER`.
    public let name: String
    /// Where the sound goes.
    public let driver: Driver
    /// The block it was started with. The rate is what was asked for; a client knows the one that was got.
    public let block: BlockSetting
    /// The server's real-time priority; nil without real time.
    public let priority: Int?

    private let claim: JackServerName?
    private let process: ChildProcess
    private let messages: LineLog
    /// An idle client. It holds a temporary server that would otherwise end when Kanon's client changes.
    private var holder: OpaquePointer?
    /// Whether it was ended: another server may have its name, and its files, since.
    private var isOver = false

    /// The smallest block first; the next larger one when the card refuses.
    public static let blocks: [(frames: Int, periods: Int)] = [
        (64, 3), (128, 2), (128, 3), (256, 2), (256, 3), (512, 2), (1024, 2),
    ]

    /// In jackd's words: another server has the name.
    private static let nameTaken = "already active"

    /// Whether a server can be started here at all.
    public static var isInstalled: Bool {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        return path.split(separator: ":").contains { access("\($0)/jackd", X_OK) == 0 }
    }

    /// Starts a server on `driver` with the smallest block it takes, and returns when it answers.
    ///
    /// `name` nil is one that no other server of this user has. `priority` nil is without real time. `blocks` are tried in
    /// their order.
    public static func start(
        _ driver: Driver, name: String? = nil, sampleRate: Int = 48_000, priority: Int? = nil,
        blocks: [(frames: Int, periods: Int)] = blocks
    ) throws(IOFailure) -> JackServer {
        guard isInstalled else {
            let command = LinuxDistribution.current.install(
                debian: "--no-install-recommends jackd2", fedora: "jack-audio-connection-kit", arch: "jack2")
            throw IOFailure("JACK's server is not installed: \(command?.description ?? "install jackd2").")
        }
        if let name { return try start(driver, name: name, claim: nil, sampleRate, priority, blocks) }
        var refused: [JackServerName] = []
        while let claim = JackServerName() {
            do throws(IOFailure) {
                return try start(driver, name: claim.text, claim: claim, sampleRate, priority, blocks)
            } catch {
                // A killed server has its name until the system has buried it; in a container that may be never.
                guard error.message.contains(nameTaken) else { throw error }
                refused.append(claim)
            }
        }
        return try start(driver, name: "kanon-\(getpid())", claim: nil, sampleRate, priority, blocks)
    }

    private static func start(
        _ driver: Driver, name: String, claim: JackServerName?, _ sampleRate: Int, _ priority: Int?,
        _ blocks: [(frames: Int, periods: Int)]
    ) throws(IOFailure) -> JackServer {
        var failure = IOFailure("No block was given.")
        for (frames, periods) in driver == .dummy ? Array(blocks.prefix(1)) : blocks {
            let block = BlockSetting(
                frames: frames, periods: driver == .dummy ? nil : periods, sampleRate: Double(sampleRate),
                isSynchronous: true)
            ServerThread.progress()
            do throws(IOFailure) {
                return try JackServer(driver, name: name, claim: claim, block: block, priority: priority)
            } catch {
                failure = error
                // A card that is taken or gone is not freed by another block, nor is a name.
                let reasons = ["already in use", "No such device", nameTaken]
                if reasons.contains(where: { error.message.contains($0) }) { break }
            }
        }
        throw failure
    }

    private init(
        _ driver: Driver, name: String, claim: JackServerName?, block: BlockSetting, priority: Int?
    ) throws(IOFailure) {
        JackMessages.drop()
        self.driver = driver
        self.name = name
        self.claim = claim
        self.block = block
        self.priority = priority
        messages = LineLog()
        let arguments = Self.arguments(driver, name: name, block: block, priority: priority)
        // Asking D-Bus for the card blocks or fails where there is no session to ask.
        let hasSession = getenv("DBUS_SESSION_BUS_ADDRESS") != nil
        process = try ChildProcess(
            arguments, environment: hasSession ? [:] : ["JACK_NO_AUDIO_RESERVATION": "1"], log: messages)
        // A card takes about half a second; one that takes seven times as long hangs.
        for _ in 0..<70 {
            if process.waitForEnd(milliseconds: 50) { break }
            holder = JackClient.connect(name: "kanon-holder", server: name)
            if holder != nil { return }
        }
        ServerThread.progress()
        let failure = IOFailure(explanation)
        // The files of that name are another server's.
        isOver = failure.message.contains(Self.nameTaken)
        process.stop()
        stop()
        throw failure
    }

    deinit { stop() }

    /// The command for it.
    static func arguments(_ driver: Driver, name: String, block: BlockSetting, priority: Int?) -> [String] {
        var arguments = ["jackd", "-n", name]
        if let priority { arguments += ["-R", "-P\(priority)"] } else { arguments += ["-r"] }
        if block.isSynchronous == true { arguments += ["-S"] }
        arguments += ["-T"]
        let shape = ["-r", "\(Int(block.sampleRate))", "-p", "\(block.frames)"]
        switch driver {
        // Playback alone: a microphone that another program has must not keep the instrument silent.
        case .alsa(let card): arguments += ["-d", "alsa", "-P", card] + shape + ["-n", "\(block.periods ?? 2)"]
        case .dummy: arguments += ["-d", "dummy"] + shape
        }
        return arguments
    }

    /// Its process, for those who watch it.
    public var processIdentifier: Int32 { process.identifier }
    /// Whether it still runs.
    public var isRunning: Bool { !process.hasEnded }
    /// The last lines it said.
    public var lastLines: [String] { messages.last(12) }

    /// Ends it, once. Close its clients first.
    public func stop() {
        guard !isOver else { return }
        isOver = true
        if let holder { jack_client_close(holder) }
        holder = nil
        if !process.hasEnded { process.stop() }
        sweep()
    }

    /// Ends one that hangs, without waiting for it.
    func kill() { process.send(SIGKILL) }

    /// Waits a second at most until one that was killed is gone.
    func waitForEnd() { _ = process.waitForEnd(milliseconds: 1000) }

    /// A temporary server leaves its last client's semaphore behind, a killed one more; all carry its name.
    private func sweep() {
        guard let folder = opendir("/dev/shm") else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            // SAFETY: `d_name` is a zero-terminated array inside the entry, which lasts until the next call.
            let file = withUnsafeBytes(of: &entry.pointee.d_name) {
                String(cString: $0.baseAddress!.assumingMemoryBound(to: CChar.self))
            }
            if file.contains("_\(name)_") { unlink("/dev/shm/\(file)") }
        }
    }

    private var explanation: String {
        let target =
            switch driver {
            case .alsa(let card): "on \(card)"
            case .dummy: "without a card"
            }
        let reasons = ["in use", "busy", "cannot", "No such", "failed", "Failed", "Unknown", "Too many", Self.nameTaken]
        let lines = messages.last(64)
        let telling = lines.filter { line in reasons.contains { line.contains($0) } }
        let quoted = (telling.isEmpty ? lines : telling).suffix(3).joined(separator: "; ")
        var advice = ""
        if lines.contains(where: { $0.contains("in use") || $0.contains("busy") }) {
            advice = " Another program has the card: close it, or choose another with --card."
        } else if lines.contains(where: { $0.contains("Too many servers") }) {
            advice = " JACK remembers eight servers that were killed: close every JACK program, then rm /dev/shm/jack-shm-registry."
        }
        return "JACK's server did not start \(target): \(quoted.isEmpty ? "it said nothing" : quoted).\(advice)"
    }
}
