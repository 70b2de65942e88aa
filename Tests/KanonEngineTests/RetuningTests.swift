import Foundation
import KanonState
import KanonTesting
import Testing

@testable import KanonEngine

/// Other tunings than equal temperament, and changes of tuning.
struct RetuningTests {
    private var sound: Sound {
        var sound = Sound.plainSine
        // Nothing but the tuning moves a pitch.
        sound["vibrato.wheel"] = 0
        return sound
    }

    private func edo(_ count: Double) -> (Int) -> Double { { 261.625_565 * exp2(Double($0 - 60) / count) } }

    private func cents(_ hertz: Double, _ expected: Double) -> Double { 1200 * log2(hertz / expected) }

    /// Where a voice's increment is, in Hz.
    private func hertz(_ bench: Bench, lane: Int = 0) -> Double {
        Double(bench.groups[0].oscillators[0].copies[0].increment[lane]) / 4_294_967_296 * 48_000
    }

    @Test(arguments: [36, 60, 69, 85, 100], [440, 415.3]) func `a key sounds within a hundredth of a cent of its pitch, and A4 moves all`(
        key: Int, a4: Double
    ) {
        for tuning in [edo(19), edo(31), { 100 * exp2(Double($0 - 60) * 78 / 1200) }, { 8.25 * Double($0) }] {
            var sound = sound
            sound[.tuning] = Float(a4)
            let bench = Bench(sound)
            bench.instrument.tune { _, key in tuning(key) }
            bench.send(0x90, UInt8(key), 100, at: 0)
            bench.run(to: 96_000)
            let expected = tuning(key) * a4 / 440
            #expect(abs(cents(frequency(of: bench.left[4_800...], near: expected), expected)) < 0.01)
        }
    }

    @Test func `every channel has its own tuning, from the first frame on`() {
        let bench = Bench(sound)
        bench.instrument.tune { channel, key in 440 * exp2(Double(key - 69) / 12 + Double(channel) / 100) }
        for channel in UInt8(0)..<16 { bench.push(.noteOn, channel: channel, key: 69, value: 1) }
        bench.run(16, block: 16)
        for channel in 0..<16 { #expect(abs(cents(hertz(bench, lane: channel), 440) - 12 * Double(channel)) < 0.01) }
    }

    @Test(arguments: Kernel.allCases.filter(\.isAvailable)) func `held notes glide to their new pitch and arrive exactly`(kernel: Kernel) {
        let bench = Bench(sound, kernel: kernel)
        for key in [60, 69] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
        bench.run(4_800)
        let tuning = edo(19)
        bench.instrument.tune { _, key in tuning(key) }
        var way = [hertz(bench, lane: 1)]
        for _ in 0..<600 {
            bench.run(16, block: 16)
            way.append(hertz(bench, lane: 1))
        }
        // Down by more than two semitones with a time constant of 6 ms: no cell moves it by more than 6 % of that. A ramp ends
        // within sixteen steps of the phase's grain.
        let distance = 440 - tuning(69)
        for (before, after) in zip(way, way.dropFirst()) { #expect(after <= before + 0.0002 && before - after < 0.06 * distance) }
        let share = (way[19] - tuning(69)) / distance
        #expect(abs(share - exp(-1)) < 0.03)
        #expect(abs(cents(hertz(bench, lane: 1), tuning(69))) < 0.001 && abs(cents(hertz(bench), tuning(60))) < 0.001)
        #expect(!bench.instrument.engine.pointee.pool.isRetuning)
        #expect(bench.groups[0].oscillators[0].copies[0].ramp == .zero)
    }

    @Test(arguments: [19.0, 12.5, 7]) func `a change of tuning under eight held notes is smooth, and all phases go on`(count: Double) {
        var sound = Sound.movingSaw
        sound["vibrato.wheel"] = 0
        let stage = Stage(sound)
        let pool = stage.instrument.engine.pointee.pool
        var ledger = PhaseLedger(pool.groups, count: pool.groupCount)
        stage.strike([36, 43, 48, 55, 60, 64, 67, 72])
        stage.render(15)
        func pass(_ cells: Int) {
            for _ in 0..<cells {
                stage.render(16)
                ledger.pass()
            }
        }
        pass(4_000)
        let change = stage.frames
        let tuning = edo(count)
        stage.instrument.tune { _, key in tuning(key) }
        pass(5_000)
        let take = stage.take
        let steady = take.roughness(in: change - 24_000..<change).joined(with: take.roughness(in: change + 12_000..<take.frames))
        let transition = Transition(take, change..<change + 12_000, beside: steady)
        #expect(transition.isSmooth, "\(transition)")
        #expect(ledger.strangers == 0 && ledger.comparisons > 9_000 * 8 * 20)
        #expect(take.silence(in: change - 1_000..<take.frames) == nil)
    }

    @Test func `a tuning for notes to come leaves those that sound`() {
        let bench = Bench(sound)
        bench.push(.noteOn, key: 69, value: 1)
        bench.run(640)
        bench.instrument.tune(movesNotes: false) { _, key in 450 * exp2(Double(key - 69) / 12) }
        bench.run(4_800)
        bench.push(.noteOn, key: 57, value: 1)
        bench.run(640)
        #expect(abs(cents(hertz(bench), 440)) < 0.001 && abs(cents(hertz(bench, lane: 1), 225)) < 0.001)
        // Where one that moves notes still waits, they are moved.
        bench.instrument.tune { _, key in 460 * exp2(Double(key - 69) / 12) }
        bench.instrument.tune(movesNotes: false) { _, key in 470 * exp2(Double(key - 69) / 12) }
        bench.run(9_600)
        #expect(abs(cents(hertz(bench), 470)) < 0.001 && abs(cents(hertz(bench, lane: 1), 235)) < 0.001)
    }

    @Test func `a silent key begins no note, and its release disturbs none`() {
        let still = Bench(sound)
        let bench = Bench(sound)
        for bench in [bench, still] {
            bench.instrument.tune { _, key in key == 61 ? nil : 440 * exp2(Double(key - 69) / 12) }
            bench.push(.noteOn, key: 60, value: 1)
            bench.run(640)
        }
        bench.push(.noteOn, key: 61, value: 1)
        still.run(640)
        bench.run(640)
        #expect(bench.heldKeys == [60])
        bench.push(.noteOff, key: 61)
        still.run(640)
        bench.run(640)
        #expect(bench.heldKeys == [60] && bench.left == still.left)
    }

    @Test(arguments: [VoiceMode.mono, .legato]) func `a silent key takes no single voice from the key that has it`(mode: VoiceMode) {
        var sound = sound
        sound["voice.mode"] = Float(mode.rawValue)
        let bench = Bench(sound)
        bench.instrument.tune { _, key in key == 61 ? nil : 440 * exp2(Double(key - 69) / 12) }
        for key in [60, 61, 64] as [UInt8] {
            bench.push(.noteOn, key: key, value: 1)
            bench.run(160)
        }
        #expect(bench.heldKeys == [64])
        bench.push(.noteOff, key: 64)
        bench.run(160)
        #expect(bench.heldKeys == [60])
        bench.push(.noteOff, key: 61)
        bench.run(160)
        #expect(bench.heldKeys == [60])
    }

    @Test func `a key that becomes silent under a finger rings on, and its pedal and release work`() {
        let bench = Bench(sound)
        bench.push(.noteOn, key: 69, value: 1)
        bench.run(640)
        bench.instrument.tune { _, _ in nil }
        bench.run(4_800)
        #expect(bench.heldKeys == [69] && abs(cents(hertz(bench), 440)) < 0.001)
        bench.push(.noteOff, key: 69)
        bench.run(9_600)
        #expect(bench.sounding.isEmpty)
    }

    @Test func `a glide begins and ends at the pitches of its keys`() {
        var sound = sound
        sound["voice.mode"] = Float(VoiceMode.legato.rawValue)
        sound["voice.glide"] = 0.1
        let bench = Bench(sound)
        let tuning = edo(7)
        bench.instrument.tune { _, key in tuning(key) }
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(640)
        bench.push(.noteOn, key: 67, value: 1)
        var way: [Double] = []
        for _ in 0..<400 {
            bench.run(16, block: 16)
            way.append(cents(hertz(bench), tuning(60)))
        }
        // An octave in 300 cells.
        #expect(way[0] < 8 && abs(way[150] - 600) < 12 && abs(way[399] - 1200) < 0.001)
        for (before, after) in zip(way, way.dropFirst()) { #expect(after >= before && after - before < 4.1) }
    }

    @Test func `a sound that fades into another goes to the new pitch with it, and older ones too`() {
        for rule in [SoundChange.Rule.morph, .tail] {
            let bench = Bench(sound)
            bench.push(.noteOn, key: 69, value: 1)
            bench.run(640)
            var other = sound
            other.change.rule = rule
            other["osc1.shape"] = 1
            bench.instrument.load(other)
            bench.run(64)
            bench.instrument.tune { _, key in 450 * exp2(Double(key - 69) / 12) }
            bench.run(480)
            let pool = bench.instrument.engine.pointee.pool
            let sounding = (0..<pool.groupCount + Crossfade.width).filter { pool.groups[$0].active != 0 }
            #expect(sounding.count == (rule == .morph ? 2 : 1))
            let hertz = sounding.map { pool.groups[$0].noteIncrement[0] / 4_294_967_296 * 48_000 }
            #expect(hertz.allSatisfy { $0 > 447 && $0 < 450 && $0 == hertz[0] })
            bench.run(9_600)
            #expect(abs(cents(self.hertz(bench), 450)) < 0.001)
        }
    }

    @Test func `another sample rate leaves the tuning`() {
        let bench = Bench(sound)
        bench.instrument.tune { _, key in 8.25 * Double(key) }
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(640)
        bench.instrument.setSampleRate(96_000)
        bench.run(64)
        #expect(abs(cents(hertz(bench) * 2, 8.25 * 60)) < 0.001)
    }
}
