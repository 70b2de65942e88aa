import Foundation
import KanonState
import Testing

@testable import KanonEngine

private let kernels = Kernel.allCases.filter(\.isAvailable)

/// The amp envelope of a lone voice, frame by frame.
private func envelope(of bench: Bench, frames: Int) -> [Float] {
    let groups = bench.instrument.engine.pointee.pool.groups
    return (0..<frames).map { _ in
        bench.run(1, block: 1)
        return groups[0].amp.level[0]
    }
}

struct EnvelopeTests {
    private func sound(attack: Float = 0.001, decay: Float = 1, sustain: Float = 1, release: Float = 0.05, curve: Float = 0) -> Sound {
        var sound = Sound.plainSine
        sound[.amp(.attack)] = attack
        sound[.amp(.decay)] = decay
        sound[.amp(.sustain)] = sustain
        sound[.amp(.release)] = release
        sound[.amp(.curve)] = curve
        return sound
    }

    @Test(arguments: [0.01, 0.1] as [Float], [44_100.0, 48_000, 96_000])
    func `an attack takes its time`(attack: Float, rate: Double) {
        let bench = Bench(sound(attack: attack), rate: rate)
        bench.send(0x90, 60, 127, at: 5)
        let levels = envelope(of: bench, frames: Int(rate * 0.12))
        let top = levels.firstIndex { $0 >= 0.999_99 } ?? 0
        #expect(abs(Double(top - 5) / rate - Double(attack)) < 0.001)
    }

    @Test(arguments: [-1, -0.3, 0.002, 0.5, 1] as [Float], [44_100.0, 48_000, 96_000, 192_000])
    func `an attack takes its time on any way`(curve: Float, rate: Double) {
        let bench = Bench(sound(attack: 0.02, curve: curve), rate: rate)
        bench.send(0x90, 60, 127, at: 5)
        let levels = envelope(of: bench, frames: Int(rate * 0.025))
        let top = levels.firstIndex { $0 >= 0.999_99 } ?? 0
        #expect(abs(Double(top - 5) / rate - 0.02) < 0.001)
        let middle = levels[5 + Int(rate * 0.01)]
        let expected = curve == 0.002 ? 0.5 : (1 - exp(-2 * curve)) / (1 - exp(-4 * curve))
        #expect(abs(middle - expected) < 0.03)
    }

    @Test(arguments: [0.02, 0.1] as [Float], [44_100.0, 48_000, 96_000, 192_000])
    func `a decay falls by 60 dB towards the sustain level in its time`(decay: Float, rate: Double) {
        let bench = Bench(sound(decay: decay, sustain: 0.25), rate: rate)
        bench.send(0x90, 60, 127, at: 0)
        let levels = envelope(of: bench, frames: Int(rate * 0.14))
        let top = levels.firstIndex { $0 >= 0.999_99 } ?? 0
        let end = levels[top...].firstIndex { $0 - 0.25 < 0.75e-3 } ?? 0
        #expect(abs(Double(end - top) / rate - Double(decay)) < 0.001)
        #expect(abs((levels.last ?? 0) - 0.25) < 1e-3)
    }

    @Test(arguments: [0.02, 0.1] as [Float], [44_100.0, 48_000, 96_000, 192_000])
    func `a release falls by 60 dB in its time`(release: Float, rate: Double) {
        let bench = Bench(sound(release: release), rate: rate)
        bench.send(0x90, 60, 127, at: 0)
        bench.send(0x80, 60, 0, at: 1003)
        bench.run(to: 1003)
        let levels = envelope(of: bench, frames: Int(rate / 5))
        let end = levels.firstIndex { $0 < 1e-3 } ?? 0
        #expect(abs(Double(end) / rate - Double(release)) < 0.001)
        #expect(bench.sounding.isEmpty)
    }

    @Test(arguments: kernels, [0, 5])
    func `both envelopes of a voice that has played before rise from 0`(kernel: Kernel, frame: Int) {
        var sound = sound(attack: 0.1)
        sound["mod.attack"] = 0.1
        sound["mod.sustain"] = 1
        sound["mod.release"] = 10
        let bench = Bench(sound, kernel: kernel)
        bench.send(0x90, 60, 127, at: 0)
        bench.send(0x80, 60, 0, at: 9600)
        bench.run(to: 19_200)
        #expect(bench.sounding.isEmpty)
        bench.send(0x90, 62, 127, at: 19_200 + frame)
        bench.run(to: 19_200 + frame + 1, block: 1)
        #expect(bench.sounding.count == 1)
        // The mod envelope is kept as it is at the line: from there it leads through 0 where the note begins.
        let mod = bench.groups[0].mod
        #expect(mod.slope[0] > 0)
        #expect(abs(mod.level[0] + mod.slope[0] * Float(frame)) < 1e-7)
        #expect((0...0.001).contains(bench.groups[0].amp.level[0]))
        bench.run(to: 19_200 + 32)
        // Two lines of an attack of 300.
        #expect((0...0.02).contains(bench.groups[0].amp.level[0]))
        #expect((0...0.02).contains(bench.groups[0].mod.level[0]))
        bench.run(to: 19_200 + 4800 + 64)
        #expect(bench.groups[0].amp.level[0] > 0.999)
        #expect(bench.groups[0].mod.level[0] > 0.999)
    }

    @Test func `a note let go within its attack falls from where it was`() {
        let bench = Bench(sound(attack: 0.1))
        bench.send(0x90, 60, 127, at: 0)
        bench.send(0x80, 60, 0, at: 2405)
        let levels = envelope(of: bench, frames: 4800)
        #expect(abs((levels.max() ?? 0) - 0.5) < 0.01)
        #expect(largestStep(levels) < 0.004)
    }

    @Test func `an envelope never rises above full level`() {
        for attack in [0.001, 0.0013, 0.003, 0.0107] as [Float] {
            let bench = Bench(sound(attack: attack))
            bench.send(0x90, 60, 127, at: 3)
            #expect((envelope(of: bench, frames: 700).max() ?? 0) <= 1.000_001)
        }
    }
}

struct FilterTests {
    /// Level of a sine of `hertz` behind the filter, as a share of what it is without.
    private func gain(_ hertz: Double, cutoff: Float, kernel: Kernel, rate: Double) -> Double {
        let outputs = [true, false].map { isFiltered in
            var sound = Sound.plainSine
            sound[.filter(.cutoff)] = isFiltered ? cutoff : 20_000
            // A4 tuned to the cutoff by its ratio.
            sound[.oscillator(0, .ratio)] = Float(hertz / 440)
            sound[.amp(.attack)] = 0.001
            let bench = Bench(sound, kernel: kernel, rate: rate)
            bench.send(0x90, 69, 127, at: 0)
            bench.run(to: Int(rate * 0.1), block: 512)
            return bench.left[(Int(rate * 0.1) / 2)...].reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        }
        return outputs[0] / outputs[1] * butterworth(hertz, cutoff: 20_000, rate: rate)
    }

    /// What the flat low-pass lets through: its corner is bent to its place by the tangent.
    private func butterworth(_ hertz: Double, cutoff: Double, rate: Double) -> Double {
        let limited = min(cutoff, 0.45 * rate)
        let w = tan(Double.pi * hertz / rate) / tan(Double.pi * limited / rate)
        return 1 / (1 + pow(w, 4)).squareRoot()
    }

    /// Steeper than 6 dB an octave at the corner: 1 % of frequency is 0.5 % of level.
    @Test(arguments: [100, 1000, 5000] as [Float], [(Kernel.baseline, 44_100.0), (.best, 48_000), (.best, 96_000)])
    func `the corner lies at −3 dB, within a percent`(cutoff: Float, build: (kernel: Kernel, rate: Double)) {
        let low = gain(Double(cutoff) * 0.99, cutoff: cutoff, kernel: build.kernel, rate: build.rate)
        let high = gain(Double(cutoff) * 1.01, cutoff: cutoff, kernel: build.kernel, rate: build.rate)
        #expect(low > 0.5.squareRoot() && high < 0.5.squareRoot())
    }

    @Test(arguments: kernels) func `far above its corner the filter falls by 12 dB an octave`(kernel: Kernel) {
        let gains = [2000, 4000].map { gain($0, cutoff: 250, kernel: kernel, rate: 96_000) }
        #expect(abs(20 * log10(gains[0] / gains[1]) - 12.04) < 0.3)
    }

    @Test(arguments: kernels) func `any setting stays finite and bounded`(kernel: Kernel) {
        var sound = Sound.movingSaw
        sound[.voice(.bend)] = 24
        sound[.master(.level)] = 0.01
        let bench = Bench(sound, kernel: kernel, polyphony: 16)
        for key in UInt8(0)..<16 { bench.push(.noteOn, channel: key, key: key * 8, value: 1) }
        let left = UnsafeMutablePointer<Float>.allocate(capacity: 16)
        let right = UnsafeMutablePointer<Float>.allocate(capacity: 16)
        defer {
            left.deallocate()
            right.deallocate()
        }
        var dice = Dice(5)
        let engine = bench.instrument.engine
        let fields = FilterField.allCases.filter { $0 != .type }.map { ParameterID.filter($0) }
        let rows = fields.map { Parameter.row(of: $0).range }
        var greatest: Float = 0
        for number in 0..<100_000 {
            let field = number % fields.count
            let share = dice.below(8) == 0 ? Float(dice.below(2)) : dice.share()
            bench.instrument.parameters.set(
                fields[field], to: rows[field].lowerBound + (rows[field].upperBound - rows[field].lowerBound) * share)
            engine.pointee.begin(frames: 16, microseconds: 1_000_000)
            engine.pointee.render(left: left, right: right)
            for group in [engine.pointee.pool.groups[0]] {
                let size = (group.filterStates[0] * group.filterStates[0]).max() + (group.filterStates[1] * group.filterStates[1]).max()
                greatest = size.isFinite ? max(greatest, size) : .infinity
            }
        }
        #expect(greatest.squareRoot() < 1000)
        #expect(bench.instrument.meter[.voices] == 16)
    }

    @Test(arguments: kernels, [0, 5]) func `a voice that is not finite is silenced alone`(kernel: Kernel, frame: Int) {
        let benches = [false, true].map { isBroken in
            let bench = Bench(.movingSaw, kernel: kernel)
            for key in [48, 55, 64] as [UInt8] { bench.push(.noteOn, key: key, value: 1) }
            if isBroken { bench.push(.noteOn, key: 72, value: 1) }
            bench.run(frame)
            return bench
        }
        // The fourth lane is broken from its first frame on: it never sounds.
        let pool = benches[1].instrument.engine.pointee.pool
        for bench in benches where bench.left.isEmpty { bench.run(1, block: 1) }
        pool.groups[0].filterStates[0][3] = .nan
        pool.groups[0].amp.level[3] = .nan
        for bench in benches { bench.run(to: 4800) }
        let isFinite = benches[1].left.allSatisfy(\.isFinite)
        #expect(isFinite)
        // Of the frames in which it was whole an offset is left, which takes its time to go.
        #expect(difference(benches[0].left[32...], benches[1].left[32...]) < (frame == 0 ? 1e-9 : 1e-5))
        #expect(benches[1].heldKeys == [48, 55, 64])
    }
}
