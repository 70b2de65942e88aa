import KanonState
import Testing

@testable import KanonEngine

struct HeldPresetTests {
    @Test(arguments: Kernel.allCases.filter(\.isAvailable)) func `presets that change under held notes stay finite, and phases go on`(
        kernel: Kernel
    ) {
        let bench = Bench(.plainSine, kernel: kernel)
        for key in UInt8(0)..<8 { bench.push(.noteOn, key: 40 + 5 * key, value: 0.8) }
        bench.run(640)
        var dice = Dice(3)
        let targets = Parameter.all.filter { $0.modulationUnit != nil }
        for _ in 0..<60 {
            var sound = Sound()
            for parameter in Parameter.all where parameter.section.belongsToPreset {
                let range = parameter.row.range
                let value = range.lowerBound + (range.upperBound - range.lowerBound) * dice.share()
                sound[parameter.id] = parameter.row.counts ? value.rounded() : value
            }
            sound["voice.mode"] = 0
            sound["voice.polyphony"] = 1024
            sound["osc1.level"] = 1
            sound["osc1.index"] = 0
            sound["amp.sustain"] = 1
            sound.modulations = (0..<dice.below(8)).map { _ in
                Sound.Modulation(
                    source: ModulationInput.allCases[dice.below(11)], via: nil, parameter: targets[dice.below(targets.count)].id,
                    amount: dice.share())
            }
            let line = bench.groups[0].oscillators[0].copies[0]
            bench.instrument.load(sound)
            bench.run(16, block: 16)
            let next = bench.groups[0].oscillators[0].copies[0]
            for lane in 0..<8 {
                // The last cell's increments, added up.
                let expected = line.phase[lane] &+ 16 &* line.increment[lane] &+ 120 &* UInt32(bitPattern: line.ramp[lane])
                #expect(next.phase[lane] == expected)
            }
            bench.run(480)
            bench.instrument.collect()
        }
        let isBounded = (bench.left + bench.right).allSatisfy { abs($0) <= 1 }
        #expect(isBounded)
        #expect(bench.heldKeys.count == 8)
    }

    private func sound(reverb: Float, delay: Float = 0) -> Sound {
        var sound = Sound.plainSine
        sound["amp.release"] = 0.005
        sound["reverb.mix"] = reverb
        sound["reverb.decay"] = 2
        sound["delay.mix"] = delay
        sound["delay.time"] = 0.2
        sound["delay.feedback"] = 0.6
        return sound
    }

    @Test func `tails ring on into a preset with the same effect`() {
        let bench = Bench(sound(reverb: 0.5, delay: 0.5))
        bench.send(0x90, 69, 127, at: 0)
        bench.send(0x80, 69, 0, at: 4_800)
        bench.run(to: 14_400)
        let before = level(bench.left.suffix(4_800))
        bench.instrument.load(sound(reverb: 0.4, delay: 0.4))
        bench.run(to: 19_200)
        let after = level(bench.left.suffix(4_800))
        #expect(before > 0.01)
        #expect(after > 0.2 * before)
        #expect(largestStep(bench.left) < 0.07)
    }

    @Test func `a tail fades without a click where the next preset has none`() {
        let bench = Bench(sound(reverb: 0.8, delay: 0.3))
        bench.send(0x90, 69, 127, at: 0)
        bench.send(0x80, 69, 0, at: 4_800)
        bench.run(to: 9_600)
        let own = largestStep(bench.left.suffix(4_000))
        bench.instrument.load(.plainSine)
        bench.run(to: 14_400)
        #expect(own > 0.001)
        #expect(largestStep(bench.left.suffix(4_900)) < 1.1 * own)
        #expect(peak(bench.left.suffix(1_000)) < 1e-3)
    }
}
