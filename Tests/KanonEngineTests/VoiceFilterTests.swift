import Foundation
import KanonState
import Testing

@testable import KanonEngine

private let kernels = Kernel.allCases.filter(\.isAvailable)

struct VoiceFilterTests {
    /// Level of a sine of `hertz` behind a filter at `cutoff`.
    private func level(_ hertz: Double, cutoff: Float, type: FilterType, kernel: Kernel) -> Double {
        var sound = Sound.plainSine
        sound["filter.type"] = Float(type.rawValue)
        sound["filter.cutoff"] = cutoff
        sound["osc1.ratio"] = Float(hertz / 440)
        let bench = Bench(sound, kernel: kernel)
        bench.push(.noteOn, key: 69, value: 1)
        bench.run(38_400, block: 512)
        return KanonEngineTests.level(bench.left[33_600...])
    }

    @Test(arguments: [100, 1000, 5000] as [Double], kernels) func `at 24 dB the corner lies at −3 dB, within a percent`(
        hertz: Double, kernel: Kernel
    ) {
        let open = level(hertz, cutoff: 20_000, type: .lowpass24, kernel: kernel)
        let (low, high) = (
            level(hertz, cutoff: Float(hertz * 0.99), type: .lowpass24, kernel: kernel),
            level(hertz, cutoff: Float(hertz * 1.01), type: .lowpass24, kernel: kernel)
        )
        #expect(low / open < 0.5.squareRoot() && high / open > 0.5.squareRoot())
    }

    @Test(arguments: kernels) func `the steep filter falls by 24 dB an octave`(kernel: Kernel) {
        let levels = [1000, 2000].map { level($0, cutoff: 200, type: .lowpass24, kernel: kernel) }
        #expect(abs(20 * log10(levels[0] / levels[1]) - 24.08) < 0.3)
    }

    @Test(arguments: kernels) func `the other responses are what they are called`(kernel: Kernel) {
        let open = level(1000, cutoff: 20_000, type: .lowpass, kernel: kernel)
        #expect(abs(level(1000, cutoff: 1000, type: .highpass, kernel: kernel) / open - 0.5.squareRoot()) < 0.01)
        #expect(abs(level(1000, cutoff: 1000, type: .bandpass, kernel: kernel) / open - 1) < 0.01)
        #expect(level(1000, cutoff: 1000, type: .notch, kernel: kernel) / open < 0.01)
        #expect(abs(level(1000, cutoff: 20_000, type: .notch, kernel: kernel) / open - 1) < 0.01)
    }

    @Test(arguments: kernels, FilterType.allCases) func `another response comes without a step`(
        kernel: Kernel, to: FilterType
    ) {
        for (from, key) in FilterType.allCases.flatMap({ [($0, 45), ($0, 69)] }) where from != to {
            let bench = Bench(sound(from), kernel: kernel)
            bench.push(.noteOn, key: UInt8(key), value: 1)
            bench.run(9600)
            let before = largestStep(bench.left.suffix(4800))
            var meeting: Float = 0
            // There and back again, at several places of the wave.
            for number in 0..<6 {
                bench.instrument.parameters.set(.filter(.type), to: Float((number.isMultiple(of: 2) ? to : from).rawValue))
                bench.run(4800 + 16 * 3)
                meeting = max(meeting, largestStep(bench.left.suffix(4900)))
            }
            bench.instrument.parameters.set(.filter(.type), to: Float(to.rawValue))
            bench.run(9600)
            let after = largestStep(bench.left.suffix(4800))
            #expect(meeting < 1.15 * max(before, after))
        }
    }

    private func sound(_ type: FilterType) -> Sound {
        var sound = Sound.plainSine
        sound["filter.cutoff"] = 400
        sound["filter.type"] = Float(type.rawValue)
        return sound
    }

    @Test(arguments: kernels) func `without drive the fullest form gives what the leanest does`(kernel: Kernel) {
        // A pan that a slot of nothing moves makes two sides, and takes the way through the saturation.
        let outputs = [false, true].map { isFull in
            var sound = Sound.movingSaw
            sound["vibrato.depth"] = 0
            if isFull { sound.modulate("osc1.pan", by: .velocity, 0) }
            let bench = Bench(sound, kernel: kernel)
            for key in [40, 60, 77] as [UInt8] { bench.push(.noteOn, key: key, value: 0.8) }
            bench.run(9600)
            return bench.left
        }
        #expect(difference(outputs[0], outputs[1]) < 1e-6)
    }

    @Test(arguments: kernels) func `drive bends, and keeps the level of a signal of −10 dB`(kernel: Kernel) {
        let levels = [0, 1].map { drive in
            var sound = Sound.plainSine
            sound["osc1.level"] = 0.447
            sound["filter.drive"] = Float(drive)
            let bench = Bench(sound, kernel: kernel)
            bench.push(.noteOn, key: 69, value: 1)
            bench.run(4800)
            return KanonEngineTests.level(bench.left[2400...])
        }
        #expect(abs(20 * log10(levels[1] / levels[0])) < 3)
    }

    @Test(arguments: kernels, [FilterType.lowpass24, .notch]) func `any setting with drive, on two sides, stays finite and bounded`(
        kernel: Kernel, type: FilterType
    ) {
        var sound = Sound.movingSaw
        sound["filter.type"] = Float(type.rawValue)
        sound["osc1.unison"] = 2
        sound["osc1.spread"] = 1
        sound["master.level"] = 0.01
        let bench = Bench(sound, kernel: kernel, polyphony: 16)
        for key in UInt8(0)..<16 { bench.push(.noteOn, channel: key, key: key * 8, value: 1) }
        var left = [Float](repeating: 0, count: 16)
        var right = left
        var dice = Dice(11)
        let engine = bench.instrument.engine
        let fields = FilterField.allCases.filter { $0 != .type }.map { ParameterID.filter($0) }
        let rows = fields.map { Parameter.row(of: $0).range }
        var greatest: Float = 0
        for number in 0..<50_000 {
            let field = number % fields.count
            let share = dice.below(8) == 0 ? Float(dice.below(2)) : dice.share()
            bench.instrument.parameters.set(
                fields[field], to: rows[field].lowerBound + (rows[field].upperBound - rows[field].lowerBound) * share)
            engine.pointee.begin(frames: 16, microseconds: 1_000_000)
            engine.pointee.render(left: &left, right: &right)
            for index in 0..<8 {
                let states = bench.groups[0].filterStates[index]
                let size = (states * states).max()
                greatest = size.isFinite ? max(greatest, size) : .infinity
            }
        }
        #expect(greatest.squareRoot() < 1000)
        #expect(bench.instrument.meter[.voices] == 16)
    }

    @Test(arguments: kernels, 0..<8) func `whatever of a voice is not finite, it is silenced alone`(kernel: Kernel, state: Int) {
        let benches = [false, true].map { isBroken in
            var sound = Sound.movingSaw
            sound["filter.type"] = Float(FilterType.lowpass24.rawValue)
            sound["osc1.pan"] = 0.3
            let bench = Bench(sound, kernel: kernel)
            for key in [48, 55, 64] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
            if isBroken { bench.push(.noteOn, key: 72, value: 1) }
            bench.run(1, block: 1)
            return bench
        }
        benches[1].groups[0].filterStates[state][3] = .nan
        // It never sounds: its envelope has not begun.
        benches[1].groups[0].amp.level[3] = 0
        benches[1].groups[0].amp.slope[3] = 0
        for bench in benches { bench.run(to: 4800) }
        let isFinite = (benches[1].left + benches[1].right).allSatisfy(\.isFinite)
        #expect(isFinite)
        let isSame = benches[0].left[64...] == benches[1].left[64...] && benches[0].right[64...] == benches[1].right[64...]
        #expect(isSame)
        #expect(benches[1].heldKeys == [48, 55, 64])
    }
}
