import Glibc
import KanonEngine
import KanonTesting
import Testing

@testable import KanonIO

extension WorldTests {
    struct JackFloodTests {
        @Test func `a hundred thousand messages a second through JACK lose no release and cost no memory`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            let instrument = Instrument.plain()
            let client = try JackClient(server: server.name)
            try client.start(instrument, connections: .none)
            defer { client.close() }
            let torrent = try MidiTorrent(server: server.name, to: "\(client.name):midi_in", messagesPerSecond: 100_000)
            #expect(eventually { instrument.meter[.notes] > 1_000 })

            let before = (sent: torrent.sent, time: JackClient.microseconds, bytes: ResidentMemory.bytes)
            sleep(Extent.choose(2, long: 60))
            let seconds = Double(JackClient.microseconds - before.time) / 1e6
            let rate = Double(torrent.sent - before.sent) / seconds
            let grown = ResidentMemory.bytes - before.bytes
            #expect(torrent.end())
            #expect(eventually { instrument.meter[.voices] == 0 })
            #expect(torrent.refused == 0)
            #expect(client.midiOverflows == 0)
            #expect(grown < 1 << 20)
            print(
                "flood through JACK: \(Int(rate)) messages a second, \(Int(seconds)) s, \(grown) bytes grown, \(client.xruns) xruns, load \(Int(100 * client.load)) %"
            )
        }

        @Test func `keys through JACK while mappings are swapped leave none held that nobody holds`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            let instrument = Instrument.plain()
            let client = try JackClient(server: server.name)
            try client.start(instrument, connections: .none)
            defer { client.close() }
            let torrent = try MidiTorrent(server: server.name, to: "\(client.name):midi_in", messagesPerSecond: 100_000)
            var dice = Dice(1)
            let keyCount = Extent.choose(2_000, long: 10_000)
            // At times that neither the server nor the keys know of.
            let isPlayed = eventually {
                var map = ControllerMap()
                for channel in 0..<dice.below(17) {
                    var zone = KeyZone(keys: 0...127)
                    zone.channel = UInt8(channel)
                    map.zones.append(zone)
                }
                instrument.collect()
                instrument.load(map)
                return instrument.meter[.notes] > keyCount
            }
            #expect(isPlayed)
            #expect(torrent.end())
            #expect(eventually { instrument.meter[.voices] == 0 })
        }

        @Test func `where JACK has no room for a release, the keys are let go and it is said`() throws {
            let session = try AudioSession.ofDummy()
            defer { session.stop() }
            let instrument = Instrument.plain()
            try session.start(instrument)
            let (server, client) = (try require(session.server?.name), try require(session.client?.name))
            var torrent: MidiTorrent? = try MidiTorrent(server: server, to: "\(client):midi_in", messagesPerSecond: 6_000_000)
            #expect(eventually { (torrent?.refused ?? 0) > 10_000 && instrument.meter[.notes] > 0 })
            #expect(session.supervise() == [.midiOverflow])
            // It never lets go of what is down.
            torrent = nil
            #expect(eventually { instrument.meter[.voices] == 0 })
        }
    }
}
