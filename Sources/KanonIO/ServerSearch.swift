/// Where a session finds its server: one that runs already, or one of Kanon's own.
enum ServerSearch {
    /// A client on a server that runs already; nil where Kanon is to start its own.
    static func findRunning(_ options: AudioSession.Options, _ warnings: inout [String]) throws(IOFailure) -> JackClient? {
        if let server = options.server { return try JackClient(name: options.name, server: server) }
        if options.card != nil || options.driver != nil {
            if PipeWire.isInUse { throw PipeWire.leave() }
            return nil
        }
        let client = try? JackClient(name: options.name)
        if PipeWire.isInUse {
            let ports = client.flatMap { _ in JackPort.list() } ?? []
            let isUseful = client != nil && (ports.contains(where: \.isPhysicalOutput) || SoundCard.list().isEmpty)
            // Some systems run PipeWire for the screen alone.
            if PipeWire.wasTried, !isUseful {
                client?.close()
                throw PipeWire.leave()
            }
            guard let client else { throw IOFailure("PipeWire does not answer; is it running in this session?") }
            return client
        }
        if client == nil, PipeWire.isWorthTrying { warnings.append(PipeWire.reexecute().message) }
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
