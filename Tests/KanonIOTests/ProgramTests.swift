import KanonEngine
import Testing

@testable import KanonIO

extension WorldTests {
    struct ProgramTests {
        @Test func `a program change over JACK MIDI reaches the control thread, and a new table the audio thread`() throws {
            let server = try TestServer.start()
            let instrument = Instrument.plain()
            let client = try JackClient(server: server.name)
            try client.start(instrument)
            // A volume pedal that is silent at both ends: without this table the controller does nothing.
            let volume = try require(Parameter.named("player.volume")).id
            var map = ControllerMap()
            map.rules = [ControllerMap.Rule(.controller(7), parameter: volume, low: 0, high: 0, curve: .linear)]
            instrument.load(map)
            let sender = try MidiSender(server: server.name, to: "\(client.name):midi_in") { now in
                [
                    MidiSender.Message(frame: now + 9600, bytes: (0xC0, 17, 0)),
                    MidiSender.Message(frame: now + 9600, bytes: (0xB0, 7, 127)),
                    MidiSender.Message(frame: now + 19_200, bytes: (0x90, 69, 127)),
                ]
            }
            var program: Int?
            #expect(
                eventually {
                    program = program ?? instrument.programs.take()
                    return program != nil && instrument.meter[.notes] == 1
                })
            #expect(program == 17)
            let frame = instrument.meter[.frames]
            #expect(eventually { instrument.meter[.frames] > frame + 4800 })
            #expect(instrument.meter[.voices] == 1)
            #expect(instrument.meter.takePeak() == 0)
            withExtendedLifetime(sender) { client.close() }
            server.stop()
        }
    }
}
