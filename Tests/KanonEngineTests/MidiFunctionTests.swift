import Foundation
import KanonState
import Testing

@testable import KanonEngine

/// Every function of the implementation chart, heard or seen in the engine.
struct MidiFunctionTests {
    private func hertz(_ bench: Bench) -> Double { Double(bench.increment()) / 4_294_967_296 * 48_000 }

    /// Cents above C4 of the first voice.
    private func cents(_ bench: Bench) -> Double { 1200 * log2(hertz(bench) / (440 * exp2(-9.0 / 12))) }

    /// A bench on which C4 of channel 1 is held.
    private func held(_ sound: Sound = .plainSine, map: ControllerMap = ControllerMap()) -> Bench {
        let bench = Bench(sound, map: map)
        bench.send(0x90, 60, 100, at: 0)
        bench.run(640)
        return bench
    }

    @Test(arguments: ControllerFunction.allCases) func `every controller of the chart does what it says`(function: ControllerFunction) {
        switch function {
        case .bankSelect: selectsBank()
        case .wheel: movesWheel()
        case .dataEntry, .registered: entersData()
        case .dataIncrement: #expect(abs(bendAfterSteps(96) - 203) < 0.1)
        case .dataDecrement: #expect(abs(bendAfterSteps(97) - 197) < 0.1)
        case .nonRegistered: passesOver()
        case .sustain: holds(with: 64)
        case .hold: holds(with: 69)
        case .sostenuto: holdsWhatIsDown()
        case .soft: softens()
        case .legato: slursWithFootswitch()
        case .timbre: movesTimbre()
        case .allSoundOff: silences()
        case .resetControllers: resets()
        case .allNotesOff, .omniOff, .omniOn: letsGo(with: function.controllers[0])
        case .mono: playsOneVoiceAChannel()
        case .poly: playsManyAgain()
        }
    }

    private func selectsBank() {
        let bench = Bench()
        bench.send(0xC0, 3, at: 0)
        bench.run(64)
        #expect(bench.instrument.programs.take() == 3)
        bench.send(0xB0, 0, 1, at: 64)
        bench.send(0xB0, 32, 2, at: 64)
        bench.send(0xC0, 3, at: 64)
        bench.run(64)
        #expect(bench.instrument.programs.take() == (1 * 128 + 2) * 128 + 3)
    }

    private func movesWheel() {
        let bench = held()
        bench.send(0xB0, 1, 127, at: 640)
        bench.run(4800)
        #expect(bench.groups[0].wheel[0] == 1)
        // Once its second part was seen, the first alone moves nothing.
        bench.send(0xB0, 33, 0, at: bench.left.count)
        bench.send(0xB0, 1, 64, at: bench.left.count)
        bench.run(4800)
        #expect(abs(bench.groups[0].wheel[0] - Float(127 << 7) / 16_383) < 1e-5)
        bench.send(0xB0, 33, 5, at: bench.left.count)
        bench.run(4800)
        #expect(abs(bench.groups[0].wheel[0] - Float(64 << 7 | 5) / 16_383) < 1e-5)
    }

    /// A full wheel in cents after RPN 0 was set to 2 semitones and three steps.
    private func bendAfterSteps(_ controller: UInt8) -> Double {
        let bench = held()
        for (number, value) in [(101, 0), (100, 0), (6, 2), (38, 0)] as [(UInt8, UInt8)] { bench.send(0xB0, number, value, at: 640) }
        for _ in 0..<3 { bench.send(0xB0, controller, 0, at: 640) }
        bench.send(0xE0, 0x7F, 0x7F, at: 640)
        bench.run(9600)
        return cents(bench)
    }

    private func entersData() {
        let bench = held()
        for (number, value) in [(101, 0), (100, 0), (6, 7), (38, 50), (101, 127), (100, 127), (6, 1)] as [(UInt8, UInt8)] {
            bench.send(0xB0, number, value, at: 640)
        }
        bench.send(0xE0, 0x7F, 0x7F, at: 640)
        bench.run(9600)
        #expect(abs(cents(bench) - 750) < 0.1)
    }

    private func passesOver() {
        let bench = held()
        for (number, value) in [(99, 0), (98, 0), (6, 7), (38, 50)] as [(UInt8, UInt8)] { bench.send(0xB0, number, value, at: 640) }
        bench.send(0xE0, 0x7F, 0x7F, at: 640)
        bench.run(9600)
        #expect(abs(cents(bench) - 200) < 0.1)
    }

    private func holds(with controller: UInt8) {
        let bench = held()
        bench.send(0xB0, controller, 127, at: 640)
        bench.send(0x80, 60, 64, at: 640)
        bench.run(9600)
        #expect(bench.heldKeys == [60])
        bench.send(0xB0, controller, 0, at: bench.left.count)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
    }

    private func holdsWhatIsDown() {
        let bench = held()
        bench.send(0xB0, 66, 127, at: 640)
        bench.send(0x90, 64, 100, at: 640)
        bench.send(0x80, 64, 64, at: 1280)
        bench.send(0x80, 60, 64, at: 1280)
        bench.run(9600)
        #expect(bench.heldKeys == [60])
        // The sustain pedal comes and goes meanwhile, and takes nothing with it.
        bench.send(0xB0, 64, 127, at: bench.left.count)
        bench.send(0xB0, 64, 0, at: bench.left.count + 64)
        bench.run(9600)
        #expect(bench.heldKeys == [60])
        bench.send(0xB0, 66, 0, at: bench.left.count)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
    }

    private func softens() {
        var sound = Sound.plainSine
        sound[.amp(.velocity)] = 1
        let loud = Bench(sound)
        let soft = Bench(sound)
        soft.send(0xB0, 67, 127, at: 0)
        for bench in [loud, soft] {
            bench.send(0x90, 60, 127, at: 16)
            bench.run(4800)
        }
        // Full sensitivity makes loudness go with the square of velocity.
        #expect(abs(peak(soft.left) / peak(loud.left) - 0.49) < 0.01)
    }

    private func slursWithFootswitch() {
        let bench = held()
        bench.send(0xB0, 68, 127, at: 640)
        bench.send(0x90, 67, 100, at: 1280)
        bench.run(1280)
        #expect(bench.heldKeys == [67])
        bench.send(0x80, 67, 64, at: bench.left.count)
        bench.run(640)
        #expect(bench.heldKeys == [60])
        bench.send(0xB0, 68, 0, at: bench.left.count)
        bench.send(0x90, 67, 100, at: bench.left.count)
        bench.run(640)
        #expect(bench.heldKeys == [60, 67])
    }

    private func movesTimbre() {
        let bench = held()
        bench.send(0xB0, 74, 127, at: 640)
        bench.run(9600)
        #expect(bench.groups[0].timbre[0] == 1)
    }

    private func silences() {
        let bench = held()
        bench.send(0xB0, 64, 127, at: 640)
        bench.send(0xB0, 120, 0, at: 1280)
        bench.run(1280 + 480)
        #expect(bench.sounding.isEmpty)
    }

    private func resets() {
        var map = ControllerMap()
        map.rules = [.rule(11, .player(.expression), low: 0, high: 1)]
        let bench = held(map: map)
        for (number, value) in [(1, 127), (11, 20), (64, 127), (66, 127), (74, 127), (101, 0), (100, 0)] as [(UInt8, UInt8)] {
            bench.send(0xB0, number, value, at: 640)
        }
        bench.send(0xE0, 0x7F, 0x7F, at: 640)
        bench.send(0xD0, 127, at: 640)
        bench.run(9600)
        bench.send(0x80, 60, 64, at: bench.left.count)
        bench.send(0x90, 62, 64, at: bench.left.count)
        bench.run(640)
        bench.send(0xB0, 121, 0, at: bench.left.count)
        // Nothing is selected any more.
        bench.send(0xB0, 6, 12, at: bench.left.count)
        bench.run(9600)
        #expect(bench.heldKeys == [62])
        let lane = bench.groups[0].active.trailingZeroBitCount
        #expect(bench.groups[0].bend[lane] == 0)
        #expect(bench.groups[0].wheel[lane] == 0)
        #expect(bench.groups[0].pressure[lane] == 0)
        // RP-015 leaves the sound controllers alone.
        #expect(bench.groups[0].timbre[lane] == 1)
        #expect(bench.instrument.parameters.standing(.player(.expression), in: bench.instrument.parameters.opening) == 1)
    }

    private func letsGo(with controller: UInt8) {
        let bench = held()
        bench.send(0xB0, controller, 0, at: 640)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
    }

    private func playsOneVoiceAChannel() {
        let bench = held()
        // Two channels from the first on; the third has many.
        bench.send(0xB0, 126, 2, at: 640)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
        for channel in UInt8(0)..<3 {
            for key in [60, 64] as [UInt8] { bench.send(0x90 | channel, key + channel, 100, at: bench.left.count) }
        }
        bench.run(640)
        #expect(bench.heldKeys == [62, 64, 65, 66])
        for channel in UInt8(0)..<3 { bench.send(0x80 | channel, 64 + channel, 64, at: bench.left.count) }
        bench.run(9600)
        #expect(bench.heldKeys == [60, 61, 62])
        for channel in UInt8(0)..<3 { bench.send(0x80 | channel, 60 + channel, 64, at: bench.left.count) }
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
    }

    private func playsManyAgain() {
        let bench = Bench()
        bench.send(0xB0, 126, 1, at: 0)
        bench.send(0x90, 60, 100, at: 64)
        bench.send(0xB0, 127, 0, at: 128)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
        for key in [60, 64] as [UInt8] { bench.send(0x90, key, 100, at: bench.left.count) }
        bench.run(640)
        #expect(bench.heldKeys == [60, 64])
    }

    @Test(arguments: RegisteredParameter.allCases) func `every registered parameter of the chart does what it says`(
        parameter: RegisteredParameter
    ) {
        func select(_ bench: Bench, _ high: UInt8, _ low: UInt8) {
            for (number, value) in [(101, 0), (100, UInt8(parameter.rawValue)), (6, high), (38, low)] as [(UInt8, UInt8)] {
                bench.send(0xB0, number, value, at: bench.left.count)
            }
        }
        switch parameter {
        case .bendRange:
            let bench = held()
            select(bench, 24, 0)
            bench.send(0xE0, 0, 0, at: bench.left.count)
            bench.run(9600)
            #expect(abs(cents(bench) + 2400) < 0.1)
        case .fineTuning:
            let bench = held()
            select(bench, 96, 0)
            bench.run(9600)
            #expect(abs(cents(bench) - 50) < 0.01)
        case .coarseTuning:
            let bench = held()
            select(bench, 69, 0)
            bench.run(9600)
            #expect(abs(cents(bench) - 500) < 0.01)
        case .wheelRange:
            var sound = Sound.plainSine
            sound["vibrato.wheel"] = 0
            let bench = held(sound)
            select(bench, 1, 64)
            bench.send(0xB0, 1, 127, at: bench.left.count)
            bench.run(9600)
            let range = bench.cells(6000) { self.cents($0) }
            #expect(abs((range.max() ?? 0) - 150) < 1)
            #expect(abs((range.min() ?? 0) + 150) < 1)
        case .mpeConfiguration:
            let bench = held()
            select(bench, 3, 0)
            bench.run(9600)
            #expect(bench.sounding.isEmpty)
            bench.send(0x91, 60, 100, at: bench.left.count)
            bench.send(0xE1, 0x7F, 0x7F, at: bench.left.count)
            bench.run(9600)
            #expect(abs(cents(bench) - 4800) < 0.1)
        }
    }

    @Test(arguments: MessageFunction.allCases) func `every other message of the chart does what it says, or nothing`(
        function: MessageFunction
    ) {
        let bench = held()
        let before = seen(bench)
        bench.send(bytes(of: function), at: 640)
        bench.run(9600)
        #expect(
            (seen(bench) != before) == (function.isRecognized && function != .clock && function != .start && function != .activeSensing))
    }

    /// A message of each kind; what the test above does not see of clock and sensing, those below do.
    private func bytes(of function: MessageFunction) -> [UInt8] {
        switch function {
        case .noteOn: [0x90, 64, 100]
        case .noteOff: [0x80, 60, 64]
        case .keyPressure: [0xA0, 60, 100]
        case .channelPressure: [0xD0, 100]
        case .pitchBend: [0xE0, 0, 0]
        case .programChange: [0xC0, 7]
        case .reset: [0xF0, 0x7E, 0x7F, 0x09, 0x01, 0xF7]
        // What they mean is for the control thread: see the tests of `UniversalMessage` and `MidiTuningMessage`.
        case .identityRequest: [0xF0, 0x7E, 0x7F, 0x06, 0x01, 0xF7]
        case .masterVolume: [0xF0, 0x7F, 0x7F, 0x04, 0x01, 0, 64, 0xF7]
        case .masterTuning: [0xF0, 0x7F, 0x7F, 0x04, 0x03, 0, 64, 0xF7]
        case .tuningDump: [0xF0, 0x7E, 0x7F, 0x08, 0x01] + [UInt8](repeating: 0, count: 402) + [0xF7]
        case .noteTuning: [0xF0, 0x7F, 0x7F, 0x08, 0x02, 0, 1, 60, 61, 0, 0, 0xF7]
        case .octaveTuning: [0xF0, 0x7F, 0x7F, 0x08, 0x08, 3, 127, 127] + [UInt8](repeating: 70, count: 12) + [0xF7]
        case .quarterFrame: [0xF1, 1]
        case .songPosition: [0xF2, 1, 2]
        case .songSelect: [0xF3, 1]
        case .tuneRequest: [0xF6]
        case .clock: [0xF8]
        case .start: [0xFA]
        case .stop: [0xFC]
        case .localControl: [0xB0, 122, 0]
        case .activeSensing: [0xFE]
        case .systemReset: [0xFF]
        }
    }

    /// What the engine's state tells of held keys, pitch, pressure, programs and messages for the control thread.
    private func seen(_ bench: Bench) -> [Double] {
        let program = bench.instrument.programs.take() ?? -1
        let exclusive = bench.instrument.nextExclusive() ?? []
        return bench.heldKeys.map(Double.init) + exclusive.map(Double.init) + [
            Double(bench.increment()), Double(bench.groups[0].pressure[0]), Double(program),
        ]
    }

    @Test func `a key let go fast is a source of modulation`() {
        var sound = Sound.plainSine
        sound[.amp(.release)] = 0.2
        sound.modulate("osc1.pitch", by: .lift, 1)
        let bench = held(sound)
        #expect(abs(cents(bench)) < 0.01)
        bench.send(0x80, 60, 127, at: bench.left.count)
        bench.run(4800)
        #expect(abs(cents(bench) - 1200) < 0.1)
    }

    @Test(
        arguments: [
            [0xF0, 0x7E, 0x7F, 0x09, 0x01, 0xF7], [0xF0, 0x7E, 0x7F, 0x09, 0x03, 0xF7],
            [0xF0, 0x41, 0x10, 0x42, 0x12, 0x40, 0x00, 0x7F, 0x00, 0x41, 0xF7], [0xF0, 0x43, 0x10, 0x4C, 0x00, 0x00, 0x7E, 0x00, 0xF7],
        ] as [[UInt8]])
    func `a song's reset resets, and what follows it at once is heard`(bytes: [UInt8]) {
        for isJack in [true, false] {
            let bench = held()
            bench.send(0xB0, 64, 127, at: 640)
            let messages = [bytes, [0x90, 64, 100]]
            for message in messages {
                if isJack {
                    bench.send(message, at: 640)
                } else {
                    message.withUnsafeBufferPointer {
                        bench.instrument.input(.alsa).receive($0.baseAddress!, count: $0.count, device: 3, at: 0)
                    }
                }
            }
            bench.run(9600)
            #expect(bench.heldKeys == [64])
        }
    }

    @Test func `a system reset forgets what channels were told`() {
        let bench = held()
        for (number, value) in [(101, 0), (100, 2), (6, 76)] as [(UInt8, UInt8)] { bench.send(0xB0, number, value, at: 640) }
        bench.send(0xB0, 64, 127, at: 640)
        bench.run(640)
        bench.send(0xFF, at: bench.left.count)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
        bench.send(0x90, 60, 100, at: bench.left.count)
        bench.run(640)
        #expect(abs(cents(bench)) < 0.01)
        bench.send(0x80, 60, 100, at: bench.left.count)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
    }

    @Test(arguments: [60.0, 93.5, 174]) func `the clock's tempo is the preset's, in spite of ticks that tremble`(tempo: Double) throws {
        let bench = held()
        var dice = Dice(3)
        let tick = 48_000 * 60 / (24 * tempo)
        var frame = 640.0
        for _ in 0..<240 {
            bench.send(0xF8, at: Int(frame + 48 * Double(dice.share())))
            frame += tick
        }
        bench.run(to: Int(frame))
        let found = try #require(bench.instrument.parameters.standing(.tempo, in: bench.instrument.parameters.opening))
        #expect(abs(Double(found) / tempo - 1) < 0.004)
    }

    @Test func `a device that breaks its promise to be heard from is let go, others are not`() {
        let bench = held()
        let input = bench.instrument.input(.alsa)
        func send(_ bytes: UInt8..., device: UInt8, at time: UInt64) {
            bytes.withUnsafeBufferPointer { input.receive($0.baseAddress!, count: $0.count, device: device, at: time) }
        }
        send(0x90, 72, 100, device: 0, at: 1_000_000)
        send(0xFE, 0x90, 74, 100, device: 1, at: 1_000_000)
        #expect(input.expectsToHear)
        #expect(input.releaseSilentDevice(at: 1_329_000) == nil)
        send(0xFE, device: 1, at: 1_330_000)
        #expect(input.releaseSilentDevice(at: 1_659_000) == nil)
        bench.run(640)
        #expect(bench.heldKeys == [60, 72, 74])
        #expect(input.releaseSilentDevice(at: 1_661_000) == 1)
        #expect(input.releaseSilentDevice(at: 1_661_000) == nil)
        #expect(!input.expectsToHear)
        bench.run(48_000)
        #expect(bench.heldKeys == [60, 72])
    }

    @Test func `with one channel to hear the others are silent, until omni is on`() {
        var map = ControllerMap()
        map.channel = 2
        let bench = Bench(.plainSine, map: map)
        for channel in UInt8(0)..<4 { bench.send(0x90 | channel, 60 + channel, 100, at: 0) }
        bench.run(640)
        #expect(bench.heldKeys == [62])
        // Of another channel it means nothing.
        bench.send(0xB1, 125, 0, at: bench.left.count)
        bench.send(0xB2, 125, 0, at: bench.left.count)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
        for channel in UInt8(0)..<4 { bench.send(0x90 | channel, 60 + channel, 100, at: bench.left.count) }
        bench.run(640)
        #expect(bench.heldKeys == [60, 61, 62, 63])
        bench.send(0xB2, 124, 0, at: bench.left.count)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
    }
}
