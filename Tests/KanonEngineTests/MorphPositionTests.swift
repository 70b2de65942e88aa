import KanonState
import KanonTesting
import Testing

@testable import KanonEngine

struct MorphPositionTests {
    private func sound(cutoff: Float, shape: OscillatorShape = .saw) -> Sound {
        var sound = Sound.plainSine
        sound["osc1.shape"] = Float(shape.rawValue)
        sound["filter.cutoff"] = cutoff
        sound["amp.sustain"] = 0.8
        sound["master.level"] = 0.2
        return sound
    }

    private func value(_ key: String, _ bench: Bench) -> Float {
        Parameter.named(key).map { bench.instrument.engine.pointee.layers.own.pointee.values[$0.id] } ?? .nan
    }

    private func hold(_ sound: Sound) -> Bench {
        let bench = Bench(sound)
        for key in [48, 55, 60, 64] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
        bench.run(4_800)
        return bench
    }

    @Test func `a morph goes by equal factors through all its presets`() {
        var first = sound(cutoff: 200)
        first.others = [sound(cutoff: 3_200), sound(cutoff: 800)]
        let bench = hold(first)
        for (position, cutoff) in [(0.25, 800), (0.5, 3_200), (0.75, 1_600), (1, 800), (0, 200)] as [(Float, Float)] {
            bench.instrument.parameters.set(.morphPosition, to: position)
            bench.run(9_600)
            #expect(abs(value("filter.cutoff", bench) / cutoff - 1) < 1e-3, "at \(position)")
        }
    }

    @Test func `what has no values in between is crossfaded half way, smoothly, and phases go on`() {
        var first = sound(cutoff: 2_000)
        first.others = [sound(cutoff: 2_000, shape: .triangle)]
        first.others[0].modulations = [.init(source: .lfo1, parameter: .filter(.cutoff), amount: 0.5)]
        let (bench, still) = (hold(first), hold(first))
        let steps = [first, first.others[0]].map { sound in
            let steady = hold(sound)
            steady.run(48_000)
            return largestStep(steady.left[4_800...])
        }
        for step in 0...40 {
            bench.instrument.parameters.set(.morphPosition, to: Float(step) / 40)
            bench.run(240)
        }
        bench.run(9_600)
        still.run(41 * 240 + 9_600)
        #expect(value("osc1.shape", bench) == Float(OscillatorShape.triangle.rawValue))
        #expect(bench.instrument.engine.pointee.layers.parts.pointee.slotCount == 1)
        #expect(largestStep(bench.left[4_800...]) < 1.12 * max(steps[0], steps[1]))
        #expect(bench.groups[0].oscillators[0].copies[0].phase == still.groups[0].oscillators[0].copies[0].phase)
    }

    @Test func `what the player sets, and what is locked, is not the morph's`() {
        var first = sound(cutoff: 200)
        var second = sound(cutoff: 3_200)
        second["amp.sustain"] = 0.2
        first.others = [second]
        let bench = hold(first)
        bench.instrument.parameters.set(.filter(.cutoff), to: 500)
        bench.run(4_800)
        bench.instrument.parameters.set(.morphPosition, to: 1)
        bench.run(9_600)
        #expect(value("filter.cutoff", bench) == 500)
        #expect(abs(value("amp.sustain", bench) - 0.2) < 1e-4)
    }

    @Test(arguments: [ModulationInput.wheel, .lfo2]) func `wheel and oscillators move it`(source: ModulationInput) {
        var first = sound(cutoff: 200)
        first.others = [sound(cutoff: 3_200)]
        first["lfo2.rate"] = 1
        first.modulations = [.init(source: source, parameter: .morphPosition, amount: 1)]
        let bench = hold(first)
        if source == .wheel { bench.push(.wheel, value: 0.5) }
        let cutoffs = bench.cells(3_000) { value("filter.cutoff", $0) }
        if source == .wheel {
            #expect(abs((cutoffs.last ?? 0) / 800 - 1) < 1e-3)
        } else {
            #expect((cutoffs.max() ?? 0) > 3_000)
            #expect((cutoffs.min() ?? 0) < 210)
        }
        #expect(bench.heldKeys.count == 4)
    }

    @Test func `another preset ends it, and begins where it says`() {
        var first = sound(cutoff: 200)
        first.others = [sound(cutoff: 3_200)]
        let bench = hold(first)
        bench.instrument.parameters.set(.morphPosition, to: 1)
        bench.run(9_600)
        bench.instrument.load(sound(cutoff: 1_000))
        bench.run(9_600)
        bench.instrument.collect()
        #expect(value("filter.cutoff", bench) == 1_000)
        first["morph.position"] = 0.5
        bench.instrument.load(first)
        bench.run(9_600)
        #expect(abs(value("filter.cutoff", bench) / 800 - 1) < 1e-3)
    }
}
