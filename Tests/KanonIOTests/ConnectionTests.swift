import CJACK
import Glibc
import KanonEngine
import Testing

@testable import KanonIO

extension WorldTests {
    struct ConnectionTests {
        @Test func `all that is cut stays cut, and nothing at all stays nothing`() throws {
            for connections in [JackConnections.physical, .none] {
                let stage = try Stage(connections)
                defer { stage.stop() }
                stage.disconnect("Kanon:left", "system:playback_1")
                stage.disconnect("Kanon:right", "system:playback_2")
                stage.pass(seconds: 0.5)
                #expect(stage.links() == [])
                try stage.restart()
                stage.pass(seconds: 0.8)
                #expect(stage.links() == [])
            }
        }

        @Test func `a port that goes and comes is connected again`() throws {
            let stage = try Stage(.matching("phones:.*"), others: 2)
            defer { stage.stop() }
            #expect(stage.eventually { $0 == ["left phones:in_1", "right phones:in_2"] })
            stage.removeOthers()
            #expect(stage.eventually { $0 == [] })
            stage.pass(seconds: 0.4)
            try stage.addOthers(2)
            #expect(stage.eventually { $0 == ["left phones:in_1", "right phones:in_2"] })
        }

        @Test func `a port that comes late is the one to connect to`() throws {
            let stage = try Stage(.matching("phones:.*"), others: 1)
            defer { stage.stop() }
            stage.removeOthers()
            try stage.restart()
            stage.pass(seconds: 0.3)
            #expect(stage.links() == [])
            try stage.addOthers(1)
            #expect(stage.eventually { $0 == ["left phones:in_1"] })
        }

        @Test func `the latency that Kanon adds is told to the ports at its other end`() throws {
            let stage = try Stage()
            defer { stage.stop() }
            let client = try require(stage.client)
            var (playback, ahead, behind) = (jack_latency_range_t(), jack_latency_range_t(), jack_latency_range_t())
            #expect(
                stage.eventually { _ in
                    jack_port_get_latency_range(client.left, JackPlaybackLatency, &playback)
                    jack_port_get_latency_range(client.midi, JackPlaybackLatency, &ahead)
                    jack_port_get_latency_range(client.left, JackCaptureLatency, &behind)
                    return ahead.max == playback.max + UInt32(Engine.delayFrames) && behind.max == UInt32(Engine.delayFrames)
                })
        }
    }

    /// A session on a server of a test's, with a patchbay and another client beside it. All of them speak to the server from one thread, as
    /// libjack closes no two clients of a dead server at once.
    private final class Stage {
        var client: JackClient? { session.client }

        private var server: JackServer
        private let session: AudioSession
        /// None while there is no server for it.
        private var patchbay: Client?
        private var others: Client?

        /// SAFETY: for the `ServerThread` alone.
        private struct Client: @unchecked Sendable {
            let pointer: OpaquePointer

            init(_ name: String, _ ports: [(String, String, JackPortFlags)]) throws {
                pointer = try ServerThread.run { () throws(IOFailure) in
                    guard let pointer = JackClient.connect(name: name, server: TestServer.name) else { throw IOFailure("no server") }
                    return Pointer(pointer)
                }.pointer
                let own = Pointer(pointer)
                for (name, type, flags) in ports {
                    let flags = UInt(flags.rawValue)
                    try ServerThread.run { _ = jack_port_register(own.pointer, name, type, flags, 0) }
                }
                try ServerThread.run { _ = jack_activate(own.pointer) }
            }

            func close() { try? ServerThread.run { [self] in _ = jack_client_close(pointer) } }
        }

        private struct Pointer: @unchecked Sendable {
            let pointer: OpaquePointer
            init(_ pointer: OpaquePointer) { self.pointer = pointer }
        }

        init(_ connections: JackConnections = .physical, others count: Int = 0) throws {
            server = try TestServer.start()
            patchbay = try Self.openPatchbay()
            var options = AudioSession.Options()
            options.server = TestServer.name
            options.connections = connections
            session = try AudioSession(options)
            if count > 0 { try addOthers(count) }
            try session.start(.plain())
        }

        func addOthers(_ count: Int) throws {
            others = try Client("phones", (1...count).map { ("in_\($0)", JACK_DEFAULT_AUDIO_TYPE, JackPortIsInput) })
        }

        func removeOthers() {
            others?.close()
            others = nil
        }

        private func closePatchbay() {
            patchbay?.close()
            patchbay = nil
        }

        func disconnect(_ source: String, _ target: String) {
            try? ServerThread.run { [patchbay] in _ = patchbay.map { jack_disconnect($0.pointer, source, target) } }
        }

        /// Another server of the same name.
        func restart() throws {
            kill(server.processIdentifier, SIGKILL)
            _ = KanonIOTests.eventually {
                _ = session.supervise()
                return session.client == nil
            }
            closePatchbay()
            removeOthers()
            server = try ServerThread.run { [server] () throws(IOFailure) in
                server.stop()
                return try JackServer.start(.dummy, name: TestServer.name, blocks: [(64, 2)])
            }
            patchbay = try Self.openPatchbay()
            _ = KanonIOTests.eventually { session.supervise().contains { if case .back = $0 { true } else { false } } }
        }

        /// Kanon's connections, as the patchbay sees them.
        func links() -> [String] {
            (try? ServerThread.run { [patchbay] in patchbay.map { Self.links($0.pointer) } }) ?? nil ?? []
        }

        func eventually(_ condition: ([String]) -> Bool) -> Bool {
            KanonIOTests.eventually {
                _ = session.supervise()
                return condition(links())
            }
        }

        /// Time passes for the session.
        func pass(seconds: Double) {
            for _ in 0..<Int(seconds * 100) {
                _ = session.supervise()
                usleep(10_000)
            }
        }

        func stop() {
            removeOthers()
            closePatchbay()
            session.stop()
            server.stop()
        }

        /// With a MIDI port of its own.
        private static func openPatchbay() throws -> Client { try Client("patchbay", [("keys", JACK_DEFAULT_MIDI_TYPE, JackPortIsOutput)]) }

        private static func links(_ patchbay: OpaquePointer) -> [String] {
            ["left", "midi_in", "right"].flatMap { port -> [String] in
                guard let own = jack_port_by_name(patchbay, "Kanon:\(port)"), let list = jack_port_get_all_connections(patchbay, own) else {
                    return []
                }
                defer { jack_free(list) }
                var names: [String] = []
                while let name = list[names.count] { names.append("\(port) \(String(cString: name))") }
                return names.sorted()
            }
        }
    }
}
