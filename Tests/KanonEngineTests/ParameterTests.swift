import KanonState
import Testing

@testable import KanonEngine

struct ParameterTests {
    private func value(_ id: ParameterID, _ bench: Bench) -> Float { bench.instrument.engine.pointee.layers.own.pointee.values[id] }

    private var macroSound: Sound {
        var sound = Sound.plainSine
        sound.macros = [
            Sound.MacroTarget(knob: 0, parameter: .filter(.cutoff), low: 100, high: 1600, curve: .exponential),
            Sound.MacroTarget(knob: 0, parameter: .filter(.resonance), low: 1, high: 0, curve: .linear),
            Sound.MacroTarget(knob: 7, parameter: .amp(.sustain), low: 0, high: 1, curve: .linear),
        ]
        return sound
    }

    @Test(arguments: [ParameterID.master(.level), .player(.volume), .oscillator(0, .level)])
    func `a jump of a level is heard as a glide`(id: ParameterID) {
        let bench = Bench()
        bench.send(0x90, 57, 127, at: 0)
        bench.run(to: 4800)
        let own = largestStep(bench.left[2400...])
        bench.instrument.parameters.set(id, to: 0)
        bench.run(28_800)
        #expect(largestStep(bench.left[4700...]) < own * 1.5)
        // −120 dB: the end of the offset that a sudden end leaves.
        #expect(peak(bench.left.suffix(64)) < 1e-6)
    }

    @Test func `a swept filter makes no step of its own`() {
        var sound = Sound.plainSine
        sound[.filter(.cutoff)] = 200
        let bench = Bench(sound)
        bench.send(0x90, 69, 127, at: 0)
        bench.run(to: 4800)
        bench.instrument.parameters.set(.filter(.cutoff), to: 20_000)
        bench.run(9600)
        // A full sine of 440 Hz at half level moves 0.029 a frame; the level it comes up to, and its phase, move in 6 ms.
        #expect(largestStep(bench.left) < 2 * 0.029)
    }

    @Test func `a value arrives exactly`() {
        let bench = Bench()
        for target in [1234.5, 20, 20_000] as [Float] {
            bench.instrument.parameters.set(.filter(.cutoff), to: target)
            bench.run(9600)
            #expect(value(.filter(.cutoff), bench) == target)
        }
    }

    @Test func `no value leaves its parameter's range, and what is no number is passed over`() {
        let bench = Bench(Sound(), polyphony: 4)
        for parameter in Parameter.all {
            bench.instrument.parameters.set(parameter.id, to: .nan)
            bench.run(16, block: 16)
            #expect(abs(value(parameter.id, bench) - parameter.row.initial) < 1e-6)
            let range = parameter.row.range
            for (far, bound) in [(-Float.infinity, range.lowerBound), (1e30, range.upperBound)] {
                bench.instrument.parameters.set(parameter.id, to: far)
                bench.send(0x90, 60, 100, at: bench.left.count)
                bench.run(12_800, block: 6400)
                #expect(abs(value(parameter.id, bench) - bound) < 1e-4 * max(1, abs(bound)))
            }
            bench.instrument.load(Sound())
            bench.run(6400, block: 6400)
        }
        let isFinite = bench.left.allSatisfy(\.isFinite)
        #expect(isFinite)
    }

    @Test func `a sound of nonsense is played as something sensible`() {
        var sound = Sound()
        for (number, parameter) in Parameter.all.enumerated() {
            sound[parameter.id] = [Float.nan, .infinity, -.infinity][number % 3]
        }
        sound.macros = [Sound.MacroTarget(knob: 0, parameter: .filter(.cutoff), low: .nan, high: 1e30, curve: .linear)]
        let bench = Bench(sound)
        bench.instrument.parameters.set(.knob(0), to: 1)
        bench.send(0x90, 60, 100, at: 0)
        bench.run(to: 4800)
        let isFinite = bench.left.allSatisfy(\.isFinite)
        #expect(isFinite)
    }

    @Test func `a knob counts for the preset it was turned for`() {
        let bench = Bench()
        bench.instrument.parameters.set(.filter(.cutoff), to: 300)
        bench.run(4800)
        bench.instrument.load(.plainSine)
        bench.run(9600)
        #expect(value(.filter(.cutoff), bench) == 20_000)
        bench.instrument.parameters.set(.filter(.cutoff), to: 300)
        bench.run(9600)
        #expect(value(.filter(.cutoff), bench) == 300)
    }

    @Test func `a knob turned after loading and before the preset sounds is not lost`() {
        let bench = Bench(macroSound)
        bench.run(640)
        bench.instrument.load(macroSound)
        bench.instrument.parameters.set(.amp(.sustain), to: 0.25)
        bench.instrument.parameters.set(.knob(0), to: 1)
        bench.run(9600)
        #expect(abs(value(.amp(.sustain), bench) - 0.25) < 1e-6)
        #expect(abs(value(.filter(.cutoff), bench) - 1600) < 0.01)
    }

    @Test func `a macro moves all its targets, each along its way`() {
        let bench = Bench(macroSound)
        bench.instrument.parameters.set(.knob(0), to: 0.5)
        bench.run(9600)
        #expect(abs(value(.filter(.cutoff), bench) - 400) < 0.01)
        #expect(abs(value(.filter(.resonance), bench) - 0.5) < 1e-6)
        #expect(value(.amp(.sustain), bench) == 1)
    }

    @Test func `a parameter turned itself wins over a macro at the same line`() {
        let bench = Bench(macroSound)
        bench.run(64)
        bench.instrument.parameters.set(.filter(.cutoff), to: 5000)
        bench.instrument.parameters.set(.knob(0), to: 0.5)
        bench.run(9600)
        #expect(value(.filter(.cutoff), bench) == 5000)
        #expect(abs(value(.filter(.resonance), bench) - 0.5) < 1e-6)
    }

    @Test func `the same value set again counts again`() {
        let bench = Bench(macroSound)
        bench.instrument.parameters.set(.filter(.cutoff), to: 5000)
        bench.run(4800)
        bench.instrument.parameters.set(.knob(0), to: 0)
        bench.run(4800)
        #expect(value(.filter(.cutoff), bench) < 101)
        bench.instrument.parameters.set(.filter(.cutoff), to: 5000)
        bench.run(9600)
        #expect(value(.filter(.cutoff), bench) == 5000)
    }

    @Test func `the player's settings outlast presets`() {
        let bench = Bench()
        bench.instrument.parameters.set(.player(.volume), to: 0.5)
        bench.run(4800)
        bench.instrument.load(.movingSaw)
        bench.run(4800)
        #expect(value(.player(.volume), bench) == 0.5)
        bench.instrument.load(.plainSine)
        bench.instrument.parameters.set(.player(.volume), to: 0.25)
        bench.run(9600)
        #expect(abs(value(.player(.volume), bench) - 0.25) < 1e-6)
    }

    @Test func `of a thousand presets loaded in a row the newest is played, and held notes go on`() {
        let bench = Bench()
        bench.send(0x90, 57, 127, at: 0)
        bench.run(to: 9600)
        let own = largestStep(bench.left[4800...])
        for number in 1...1000 {
            var sound = Sound.plainSine
            sound[.filter(.cutoff)] = 20_000 - Float(number)
            bench.instrument.load(sound)
            if number % 50 == 0 { bench.run(64) }
        }
        bench.instrument.collect()
        bench.run(4800)
        bench.instrument.collect()
        #expect(value(.filter(.cutoff), bench) == 19_000)
        #expect(bench.heldKeys == [57])
        #expect(largestStep(bench.left[9600...]) < own * 1.05)
        let lanes = bench.instrument.engine.pointee.pool.groups[0].oscillators[0].copies[0]
        let lines = UInt32(truncatingIfNeeded: bench.left.count / 16 - 1)
        #expect(lanes.phase[0] == lines &* 16 &* lanes.increment[0])
    }

    @Test func `generations come round without an end`() {
        var arena = Arena(byteCount: 1 << 16)
        let store = ParameterStore(in: &arena)
        store.open(generation: ParameterStore.greatestGeneration)
        store.set(.filter(.cutoff), to: 440)
        for _ in 0..<5000 { store.set(.filter(.cutoff), to: 440) }
        let cell = store.cell(ParameterID.filter(.cutoff).index)
        #expect(ParameterStore.generation(of: cell) == ParameterStore.greatestGeneration)
        #expect(Float(bitPattern: UInt32(truncatingIfNeeded: cell)) == 440)
        #expect(ParameterStore.greatestGeneration % ParameterStore.greatestGeneration + 1 == 1)
    }

    @Test func `fading out ends in exact silence and back`() {
        let bench = Bench()
        bench.send(0x90, 57, 127, at: 0)
        bench.run(to: 4800)
        let own = largestStep(bench.left[2400...])
        bench.instrument.fade(out: true)
        bench.run(1920)
        #expect(bench.instrument.meter[.isSilent] == 1)
        bench.instrument.fade(out: false)
        bench.run(4800)
        #expect(peak(bench.left.suffix(480)) > 0.4)
        #expect(largestStep(bench.left[4700...]) < own * 1.1)
    }
}
