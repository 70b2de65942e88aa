import Glibc
import KanonEngine

/// How a session keeps its server. Whatever may wait for a server is a call of the `ServerThread`, of which the state tells.
extension AudioSession {
    /// Where a session is.
    enum State {
        /// The client sounds, or will as soon as the server calls.
        case playing
        /// So does a new one since this time, in µs; it was not said yet.
        case returning(since: UInt64)
        /// The client before is being closed.
        case leaving(ServerCall<Void>)
        /// There is none; the next try comes.
        case away
        /// A server is being found, or started.
        case opening(ServerCall<FoundServer>)
        /// The start did not return, and what is to be closed waits behind it.
        case hung
    }

    /// Between two tries to come back.
    private static let pauseMicroseconds: UInt64 = 1_000_000
    /// Between two looks at the connections.
    private static let lookMicroseconds: UInt64 = 100_000
    /// How long a server may take to tell its latency, and an output to be there, before more is said.
    private static let settlingMicroseconds: UInt64 = 700_000

    /// One step on the way to a sounding client.
    func advance(_ instrument: Instrument, _ notices: inout [AudioNotice]) {
        switch state {
        case .playing, .returning: superviseClient(&notices)
        case .leaving(let call): if call.result != nil { state = .away }
        case .away: if JackClient.microseconds >= nextTry { open(instrument) }
        case .opening(let call): if let result = call.result { take(result, &notices) }
        case .hung: break
        }
    }

    private func superviseClient(_ notices: inout [AudioNotice]) {
        guard let client else { return }
        if let reason = findLoss(client) {
            // Of one that has not come back yet it was said already.
            if case .playing = state { notices.append(.lost(reason)) }
            nextTry = JackClient.microseconds
            if case .returning = state { nextTry += Self.pauseMicroseconds }
            state = .leaving(leave())
            return
        }
        followRate(client, &notices)
        lookAtConnections(client, &notices)
        guard case .returning(let since) = state, client.isSounding else { return }
        // A running server tells its latency a little later.
        guard client.playbackLatency ?? 0 > 0 || JackClient.microseconds - since > Self.settlingMicroseconds else { return }
        state = .playing
        failure = nil
        tellRate(client, &notices)
        notices.append(.back(description))
    }

    private func findLoss(_ client: JackClient) -> String? {
        if let ending = client.ending { return ending }
        if server?.isRunning == false { return "the JACK server stopped" }
        return isSilentTooLong ? "the JACK server does not call Kanon any more" : nil
    }

    private func followRate(_ client: JackClient, _ notices: inout [AudioNotice]) {
        do throws(IOFailure) {
            guard let isAnother = try client.adoptRate() else { return }
            if isAnother { isRateUntold = true }
            guard case .playing = state else { return }
            failure = nil
            tellRate(client, &notices)
        } catch {
            sayOnce(error, &notices)
        }
    }

    private func tellRate(_ client: JackClient, _ notices: inout [AudioNotice]) {
        if isRateUntold { notices.append(.rateChanged(client.sampleRate)) }
        isRateUntold = false
        lastRate = client.sampleRate
    }

    private func lookAtConnections(_ client: JackClient, _ notices: inout [AudioNotice]) {
        if let look {
            guard let result = look.result else { return }
            self.look = nil
            if case .success(let kept) = result { take(kept, &notices) }
        }
        let now = JackClient.microseconds
        guard now >= nextLook else { return }
        nextLook = now + Self.lookMicroseconds
        look = try? ServerThread.call { [kept] in
            var kept = kept
            client.look(&kept)
            client.publishLatency()
            return kept
        }
    }

    private func take(_ kept: KeptConnections, _ notices: inout [AudioNotice]) {
        self.kept = kept
        let isMissing = kept.isMissing(at: JackClient.microseconds, longerThan: Self.settlingMicroseconds)
        if kept.isHeard, hasSaidUnheard {
            notices.append(.warning("Kanon's outputs are connected to \(connectedPorts.joined(separator: " and "))."))
        }
        if isMissing, !hasSaidUnheard {
            let lost = connectedPorts.joined(separator: " and ")
            notices.append(
                .warning(
                    lost.isEmpty
                        ? "There is no output to connect Kanon to; nothing is heard until there is one."
                        : "Kanon's outputs have lost \(lost): nothing is heard until Kanon is connected again."))
        }
        hasSaidUnheard = !kept.isHeard && (hasSaidUnheard || isMissing)
    }

    private func open(_ instrument: Instrument) {
        let (options, source, highest) = (options, source, highestPriority)
        let call = try? ServerThread.call { () throws(IOFailure) in
            let found = try ServerSearch.findAgain(options, source, highest: highest)
            try found.client.activate(instrument)
            return found
        }
        if let call { state = .opening(call) } else { nextTry = JackClient.microseconds + Self.pauseMicroseconds }
    }

    private func take(_ result: Result<FoundServer, IOFailure>, _ notices: inout [AudioNotice]) {
        switch result {
        case .success(let found):
            client = found.client
            server = found.server
            for warning in found.warnings where !warnings.contains(warning) {
                warnings.append(warning)
                notices.append(.warning(warning))
            }
            lastChange = JackClient.microseconds
            kept.begin()
            state = .returning(since: lastChange)
        case .failure(let error):
            sayOnce(error, &notices)
            nextTry = JackClient.microseconds + Self.pauseMicroseconds
            state = .away
        }
    }

    private func sayOnce(_ error: IOFailure, _ notices: inout [AudioNotice]) {
        if error.message != failure { notices.append(.warning(error.message)) }
        failure = error.message
    }

    /// Has the client closed, and the server stopped where it is Kanon's own.
    private func leave() -> ServerCall<Void> {
        // One of our own that hangs has to go before its client.
        let hangs = client?.ending == nil && isSilentTooLong
        if let client { addUp(client) }
        return close(killing: hangs)
    }

    /// Has a start that did not return in time closed when it returns; one that waits for Kanon's own server does so once that is killed.
    func leaveHung() {
        _ = close(killing: true)
        state = .hung
    }

    private func close(killing kills: Bool) -> ServerCall<Void> {
        let (client, server) = (client, server)
        self.client = nil
        self.server = nil
        look = nil
        if kills { server?.kill() }
        return ServerThread.callLater {
            if kills { server?.waitForEnd() }
            client?.close()
            server?.stop()
        }
    }

    /// Leaves, and waits for it; false where it does not happen in time.
    func leaveInTime() -> Bool {
        let own = server
        let last: ServerCall<Void>
        switch state {
        case .playing, .returning: last = leave()
        case .leaving(let call): last = call
        case .away: return true
        case .hung: return false
        case .opening(let call):
            last = ServerThread.callLater {
                guard case .success(let found) = call.result else { return }
                found.client.close()
                found.server?.stop()
            }
        }
        state = .away
        do throws(IOFailure) {
            try last.wait(limitSeconds: own == nil ? ServerCallLimit.seconds : ServerCallLimit.ownSeconds)
        } catch {
            guard let own else { return false }
            own.kill()
            return (try? last.wait()) != nil
        }
        return true
    }
}
