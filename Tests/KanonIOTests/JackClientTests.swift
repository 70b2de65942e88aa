import CJACK
import Glibc
import KanonEngine
import Testing

@testable import KanonIO

extension WorldTests {
    struct JackClientTests {
        @Test(arguments: [64, 256]) func `a JACK MIDI note sounds at its own frame, the delay that JACK is told later`(period: Int) throws {
            let server = try TestServer.start(frames: period)
            defer { server.stop() }
            let client = try JackClient(server: server.name)
            try client.start(.plain(), connections: .none)
            defer { client.close() }
            let listener = try JackListener(server: server.name, from: "\(client.name):left")

            // Offsets within the block that no grid shares, and a release between any two notes.
            var struck: [UInt32] = []
            let sender = try MidiSender(server: server.name, to: "\(client.name):midi_in") { now in
                (0..<12).flatMap { number -> [MidiSender.Message] in
                    let frame = now + 24_000 + UInt32(number) * 7_201 + UInt32(number * number) * 13
                    struck.append(frame)
                    return [
                        .init(frame: frame, bytes: (0x90, 60 + UInt8(number), 100)),
                        .init(frame: frame + 2_400, bytes: (0x80, 60 + UInt8(number), 0)),
                    ]
                }
            }
            #expect(eventually(within: 10) { listener.base + UInt32(listener.count) > (struck.last ?? 0) + 4_800 })
            let onsets = listener.onsets()
            #expect(onsets.count == struck.count)
            // Nothing before its frame; the frame itself may be zero, where the sine passes it.
            let delay = UInt32(Engine.delayFrames)
            for (onset, frame) in zip(onsets, struck) { #expect(onset == frame + delay || onset == frame + delay + 1) }
            withExtendedLifetime(sender) {}
        }

        @Test func `a killed server is noticed, and the next one plays the same instrument`() throws {
            let name = TestServer.name
            let instrument = Instrument.plain()
            let first = try TestServer.start()
            let client = try JackClient(server: name)
            try client.start(instrument, connections: .none)
            instrument.input(.control).push(
                Event(.noteOn, device: 1, key: 69, value: 1), at: JackClient.microseconds)
            #expect(eventually { instrument.meter[.voices] == 1 })
            #expect(client.ending == nil)

            kill(first.processIdentifier, SIGKILL)
            #expect(eventually { client.ending != nil })
            client.close()
            first.stop()
            let rendered = instrument.meter[.frames]

            let second = try TestServer.start()
            defer { second.stop() }
            let next = try JackClient(server: name)
            try next.start(instrument, connections: .none)
            defer { next.close() }
            #expect(eventually { instrument.meter[.frames] > rendered + 4_800 })
            // The key is still down.
            #expect(instrument.meter[.voices] == 1)
            _ = instrument.meter.takePeak()
            #expect(eventually { instrument.meter.takePeak() > 0.1 })
        }

        @Test func `the outputs go to the first two physical ports, and MIDI to nobody`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            let client = try JackClient(server: server.name)
            try client.start(.plain())
            defer { client.close() }
            #expect(client.connectedPorts == ["system:playback_1", "system:playback_2"])
            #expect(client.name == "Kanon")
            #expect(client.period == 64)
            #expect(client.sampleRate == 48_000)
            #expect(client.playbackLatency != nil)
        }

        @Test func `connections that fit nothing name what there is`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            let client = try JackClient(server: server.name)
            defer { client.close() }
            let failure = #expect(throws: IOFailure.self) {
                try client.start(.plain(), connections: .matching("headphones"))
            }
            #expect(failure?.message.contains("system:playback_1") == true)
        }

        @Test func `the block may change while it plays`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            let instrument = Instrument.plain()
            let client = try JackClient(server: server.name)
            try client.start(instrument, connections: .none)
            defer { client.close() }
            let other = try require(JackClient.connect(name: "other", server: server.name))
            defer { jack_client_close(other) }
            for frames in [1024, 8192, 64] as [UInt32] {
                jack_set_buffer_size(other, frames)
                #expect(eventually { client.period == Int(frames) })
                let rendered = instrument.meter[.frames]
                #expect(eventually { instrument.meter[.frames] > rendered + UInt64(2 * frames) })
            }
            #expect(client.blocksTooLong == 0)
        }

        @Test func `the audio thread says how it is scheduled`() throws {
            let server = try TestServer.start()
            defer { server.stop() }
            let client = try JackClient(server: server.name)
            try client.start(.plain(), connections: .none)
            defer { client.close() }
            #expect(eventually { client.scheduling == .ordinary })
        }

        @Test func `where no server runs a client says so and starts none`() {
            let failure = #expect(throws: IOFailure.self) { try JackClient(server: "kanon-nobody") }
            #expect(failure?.message == "No JACK server called 'kanon-nobody' answers.")
        }
    }
}
