/// A client on a server, not started yet.
struct FoundServer: Sendable {
    let client: JackClient
    /// The server, where it is Kanon's own.
    var server: JackServer?
    /// What could not be had, for the player.
    var warnings: [String] = []
}

/// Where a session finds its server: one that runs already, or one of Kanon's own. For the `ServerThread`.
enum ServerSearch {
    /// The server for what the player wants.
    static func find(_ options: AudioSession.Options, highest: Int) throws(IOFailure) -> FoundServer {
        var warnings: [String] = []
        if let running = try findRunning(options) { return FoundServer(client: running) }
        ServerThread.progress()
        let server = try startOwn(options, highest: highest, &warnings)
        return FoundServer(client: try JackClient(name: options.name, server: server.name), server: server, warnings: warnings)
    }

    /// The same kind of server as before, when that was lost.
    static func findAgain(
        _ options: AudioSession.Options, _ source: AudioSession.Source, highest: Int
    ) throws(IOFailure) -> FoundServer {
        guard case .own(let driver) = source else {
            return FoundServer(client: try JackClient(name: options.name, server: options.server))
        }
        var same = options
        // A card that was pulled out comes back; until then there is no point in playing to nobody.
        if driver == .dummy { same.driver = .dummy }
        var warnings: [String] = []
        let server = try startOwn(same, highest: highest, &warnings, needsCard: driver != .dummy)
        return FoundServer(client: try JackClient(name: options.name, server: server.name), server: server, warnings: warnings)
    }

    /// A client on a server that runs already; nil where Kanon is to start its own.
    private static func findRunning(_ options: AudioSession.Options) throws(IOFailure) -> JackClient? {
        if let server = options.server { return try JackClient(name: options.name, server: server) }
        if options.card != nil || options.driver != nil {
            if PipeWire.isInUse { throw PipeWire.leave() }
            return nil
        }
        let client = try? JackClient(name: options.name)
        if PipeWire.isInUse {
            let ports = client.flatMap { _ in JackPort.ask(server: nil) } ?? []
            let isUseful = client != nil && (ports.contains(where: \.isPhysicalOutput) || SoundCard.list().isEmpty)
            // Some systems run PipeWire for the screen alone.
            if PipeWire.wasTried, !isUseful {
                client?.close()
                throw PipeWire.leave()
            }
            guard let client else { throw IOFailure("PipeWire does not answer; is it running in this session?") }
            return client
        }
        if client == nil, let refusal = PipeWire.tryInstead() { throw refusal }
        return client
    }

    /// A server of Kanon's own, on the card that is wanted; without any on the dummy driver, unless one is needed.
    static func startOwn(
        _ options: AudioSession.Options, highest: Int, _ warnings: inout [String], needsCard: Bool = false
    ) throws(IOFailure) -> JackServer {
        let driver: JackServer.Driver
        if let wanted = options.driver {
            driver = wanted
        } else if let card = try SoundCard.choose(options.card) {
            driver = .alsa(card)
            if PulseAudio.isRunning {
                warnings.append("PulseAudio has no way in for JACK programs: Kanon takes the sound card from it until it ends.")
            }
        } else if needsCard {
            throw IOFailure("The sound card is gone; Kanon waits for it.")
        } else {
            driver = .dummy
            warnings.append("No sound card was found: nothing is heard. Kanon plays into JACK's dummy driver.")
        }
        return try JackServer.start(driver, priority: RealTime.serverPriority(highest: highest))
    }
}

extension JackPort {
    fileprivate var isPhysicalOutput: Bool { kind == .audio && isInput && isPhysical }
}
