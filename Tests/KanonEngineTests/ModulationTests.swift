import Foundation
import KanonState
import Testing

@testable import KanonEngine

private let kernels = Kernel.allCases.filter(\.isAvailable)

struct ModulationTests {
    /// The corner of the filter in a lane, in octaves above 1 kHz.
    private func corner(_ bench: Bench, lane: Int = 0) -> Double {
        let ramp = bench.groups[lane / 16].tangent
        return log2(atan(Double(ramp.value[lane % 16] + 16 * ramp.step[lane % 16])) / Double.pi * 48)
    }

    private func sound(_ source: ModulationInput, via: ModulationInput? = nil, _ amount: Float = 2) -> Sound {
        var sound = Sound.plainSine
        sound["filter.cutoff"] = 1000
        sound.modulate("filter.cutoff", by: source, via: via, amount)
        return sound
    }

    @Test(arguments: kernels) func `velocity moves the corner by what the slot says`(kernel: Kernel) {
        let bench = Bench(sound(.velocity), kernel: kernel)
        for velocity in [0.25, 0.5, 1] as [Float] { bench.push(.noteOn, key: 60, value: velocity) }
        bench.run(64)
        for (lane, octaves) in [0.5, 1, 2].enumerated() { #expect(abs(corner(bench, lane: lane) - octaves) < 0.001) }
    }

    @Test(arguments: kernels) func `a key an octave higher counts one`(kernel: Kernel) {
        let bench = Bench(sound(.key, -1), kernel: kernel)
        for key in [48, 60, 72] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
        bench.run(64)
        for (lane, octaves) in [1.0, 0, -1].enumerated() { #expect(abs(corner(bench, lane: lane) - octaves) < 0.001) }
    }

    @Test func `wheel, timbre, bend and pressure move the corner, each by its position`() {
        let ways: [(ModulationInput, Event.Kind, Float, Double)] = [
            (.wheel, .wheel, 0.5, 1), (.timbre, .timbre, -1, -2), (.bend, .bend, 0.25, 0.5), (.pressure, .pressure, 0.75, 1.5),
            (.pressure, .keyPressure, 1, 2),
        ]
        for (source, kind, position, octaves) in ways {
            let bench = Bench(sound(source))
            bench.push(.noteOn, key: 60, value: 1)
            bench.run(640)
            #expect(abs(corner(bench)) < 0.001)
            bench.push(kind, key: 60, value: position)
            bench.run(4800)
            #expect(abs(corner(bench) - octaves) < 0.001)
            // A note that begins there has it from its first frame on.
            if kind != .keyPressure {
                bench.push(.noteOn, key: 64, value: 1)
                bench.run(1, block: 1)
                #expect(abs(corner(bench, lane: 1) - octaves) < 0.001)
            }
        }
    }

    @Test func `the pressure of one key moves that key alone`() {
        let bench = Bench(sound(.pressure))
        for key in [60, 64] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
        bench.push(.keyPressure, key: 64, value: 1)
        bench.run(4800)
        #expect(abs(corner(bench, lane: 0)) < 0.001)
        #expect(abs(corner(bench, lane: 1) - 2) < 0.001)
    }

    @Test func `the envelopes move the corner as they go`() {
        for source in [ModulationInput.amp, .mod] {
            var sound = sound(source)
            sound["amp.sustain"] = 0.5
            sound["mod.sustain"] = 0.5
            sound["amp.decay"] = 0.05
            sound["mod.decay"] = 0.05
            let bench = Bench(sound)
            bench.push(.noteOn, key: 60, value: 1)
            let octaves = bench.cells(600) { corner($0) }
            #expect(abs((octaves.max() ?? 0) - 2) < 0.2)
            #expect(abs((octaves.last ?? 0) - 1) < 0.01)
        }
    }

    @Test func `random differs from note to note and stays while a note sounds`() {
        let bench = Bench(sound(.random))
        for key in UInt8(40)..<72 { bench.push(.noteOn, key: key, value: 1) }
        bench.run(64)
        let octaves = (0..<32).map { corner(bench, lane: $0) }
        #expect(Set(octaves.map { Int($0 * 1000) }).count > 28)
        #expect(octaves.allSatisfy { abs($0) <= 2.001 })
        #expect((octaves.max() ?? 0) > 1 && (octaves.min() ?? 0) < -1)
        bench.run(640)
        let later = (0..<32).map { corner(bench, lane: $0) }
        #expect(later == octaves)
    }

    @Test func `via multiplies`() {
        let bench = Bench(sound(.velocity, via: .wheel))
        bench.push(.wheel, value: 0.5)
        bench.push(.noteOn, key: 60, value: 0.5)
        bench.run(64)
        #expect(abs(corner(bench) - 0.5) < 0.001)
    }

    @Test func `slots of one target add up, and slot scales its own`() {
        var sound = sound(.velocity)
        sound.modulate("filter.cutoff", by: .velocity, 1)
        sound[.slot(0)] = 0.25
        let bench = Bench(sound)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(64)
        #expect(abs(corner(bench) - 1.5) < 0.001)
        bench.instrument.parameters.set(.slot(1), to: 0)
        bench.run(9600)
        #expect(abs(corner(bench) - 0.5) < 0.001)
    }

    @Test(arguments: kernels) func `key moves the decay by octaves of time`(kernel: Kernel) {
        var sound = Sound.plainSine
        sound["amp.decay"] = 0.4
        sound.modulate("amp.decay", by: .key, -1)
        let bench = Bench(sound, kernel: kernel)
        for key in [48, 60, 72] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
        bench.run(64)
        for (lane, seconds) in [0.8, 0.4, 0.2].enumerated() {
            let cells = -9.965_784 / log2(Double(bench.groups[0].amp.decayFactor[lane]))
            #expect(abs(cells / 3000 / seconds - 1) < 0.002)
        }
    }

    @Test(arguments: kernels) func `a vibrato of 50 cents is 50 cents deep`(kernel: Kernel) {
        var sound = Sound.plainSine
        sound["vibrato.wheel"] = 0
        sound["lfo1.rate"] = 5
        sound.modulate("osc1.pitch", by: .lfo1, 50.0 / 1200)
        let bench = Bench(sound, kernel: kernel)
        bench.push(.noteOn, key: 69, value: 1)
        let cents = bench.cells(1200) { 1200 * log2(Double($0.increment()) / 4_294_967_296 * 48_000 / 440) }
        #expect(abs((cents.max() ?? 0) - 50) < 0.1)
        #expect(abs((cents.min() ?? 0) + 50) < 0.1)
    }

    @Test func `a slot of nothing moves nothing`() {
        let outputs = [false, true].map { isModulated in
            var sound = Sound.movingSaw
            if isModulated {
                for key in ["osc1.pitch", "filter.cutoff", "amp.decay", "mod.attack"] { sound.modulate(key, by: .lfo1, 0) }
                sound.modulate("voice.pitch", by: .velocity, 1)
                sound[.slot(4)] = 0
            }
            let bench = Bench(sound)
            for key in [48, 60, 67] as [UInt8] { bench.push(.noteOn, key: key, value: 0.7) }
            bench.run(9600)
            return bench.left
        }
        #expect(outputs[0] == outputs[1])
    }

    @Test(arguments: kernels, 1...4) func `any target stands any amount`(kernel: Kernel, seed: Int) {
        let targets = Parameter.all.filter { $0.modulationUnit != nil }
        #expect(targets.count > 30)
        var dice = Dice(seed)
        for round in 0..<24 {
            var sound: Sound = round.isMultiple(of: 2) ? .everything : .bentEverything
            sound["master.level"] = 0.05
            sound.modulations = (0..<8).map { slot in
                // Every target has its turn.
                let target = slot == 0 ? targets[(round + 24 * (seed - 1)) % targets.count] : targets[dice.below(targets.count)]
                let range = target.modulationRange
                return Sound.Modulation(
                    source: ModulationInput.allCases[dice.below(11)], via: dice.below(3) == 0 ? .lfo1 : nil, parameter: target.id,
                    amount: range.lowerBound + (range.upperBound - range.lowerBound) * dice.share())
            }
            let bench = Bench(sound, kernel: kernel, polyphony: 8)
            for key in UInt8(0)..<8 { bench.push(.noteOn, key: key * 17, value: dice.share()) }
            bench.push(.wheel, value: 1)
            bench.push(.timbre, value: -1)
            bench.push(.bend, value: 1)
            bench.run(2400)
            let isBounded = bench.left.allSatisfy { abs($0) <= 1 } && bench.right.allSatisfy { abs($0) <= 1 }
            #expect(isBounded)
            // None of them had to be silenced.
            #expect(bench.instrument.meter[.voices] == 8)
        }
    }

    @Test func `a release that is modulated to any length ends`() {
        var sound = Sound.plainSine
        sound["amp.release"] = 60
        sound.modulate("amp.release", by: .velocity, 10)
        let bench = Bench(sound)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(640)
        bench.push(.noteOff, key: 60)
        bench.run(64)
        let levels = bench.cells(300) { $0.groups[0].amp.level[0] }
        let isFalling = zip(levels, levels.dropFirst()).allSatisfy { $0 > $1 }
        #expect(isFalling)
    }
}
