import Foundation
import KanonState
import Testing

struct EffectsTests {
    static let rates = [44_100.0, 48_000, 96_000, 192_000]
    static let everywhere = Build.available.flatMap { build in rates.map { (build, $0) } }

    @Test(arguments: Build.available)
    func `the effects are the same in blocks of any size`(build: Build) {
        let results = [16, 1, 7, 64, 1000].map { block -> [[Float]] in
            let effects = EffectsRun(build)
            var (left, right) = (noise(frames: 12_000), noise(frames: 12_000, seed: 2))
            effects.render(&left, &right, block: block) { frame, control in
                if frame % 1600 == 0 { control = .anything(seed: frame + 5) }
            }
            return [left, right]
        }
        for result in results.dropFirst() {
            let isSame = result == results[0]
            #expect(isSame)
        }
    }

    @Test(arguments: everywhere)
    func `what is off changes no bit`(build: Build, rate: Double) {
        let signal = noise(frames: 4000)
        let isSame = EffectsRun(build, rate: rate).left(signal) == signal
        #expect(isSame)
    }

    @Test(arguments: Build.available, Effect.allCases)
    func `an effect that is turned off rings out and rests, and the sound is untouched`(build: Build, effect: Effect) {
        let effects = EffectsRun(build)
        effects.control = effect.control
        effects.control.delay.leftFrames = 4000
        effects.control.delay.rightFrames = 3000
        _ = effects.left(noise(frames: 48_000))
        effects.control = EffectsControl()
        let silence = [Float](repeating: 0, count: 48_000)
        for _ in 0..<5 where !effects.isResting { _ = effects.left(silence) }
        #expect(effects.isResting)
        let signal = noise(frames: 4000)
        let isSame = effects.left(signal) == signal
        #expect(isSame)
    }

    @Test(arguments: Build.available, Effect.allCases)
    func `a tail ends in exact silence while the effect is on`(build: Build, effect: Effect) {
        let effects = EffectsRun(build)
        effects.control = effect.control
        effects.control.reverb.decaySeconds = 0.5
        effects.control.delay.leftFrames = 4000
        effects.control.delay.rightFrames = 3000
        _ = effects.left(noise(frames: 24_000))
        let tail = effects.left([Float](repeating: 0, count: 240_000))
        let isSilent = tail.suffix(48_000).allSatisfy { $0 == 0 }
        #expect(isSilent)
    }

    /// A jump anywhere may step no more than the loudest sound itself, 220 Hz at the level of both, and a bit.
    @Test(arguments: Build.available, Effect.allCases)
    func `no parameter clicks, however it jumps`(build: Build, effect: Effect) {
        let effects = EffectsRun(build)
        var left = sine(hertz: 220, rate: 48_000, level: 0.3, frames: 96_000)
        var right = left
        var random = 1
        effects.render(&left, &right) { frame, control in
            guard frame % 4800 == 0 else { return }
            random += 1
            let all = EffectsControl.anything(seed: random)
            control = effect.only(of: all)
        }
        // Second differences: a sine's are small, a click's are as large as itself.
        var greatest: Float = 0
        for index in 2..<left.count { greatest = max(greatest, abs(left[index] - 2 * left[index - 1] + left[index - 2])) }
        #expect(greatest < 0.02)
    }

    @Test(arguments: Build.available)
    func `what is not a number is silence to the effects`(build: Build) {
        let effects = EffectsRun(build)
        effects.control = .anything(seed: 3)
        effects.control.drive.decibels = 12
        var signal = noise(frames: 8000)
        signal[3000] = .nan
        signal[3100] = .infinity
        signal[3200] = -.infinity
        signal[3300] = 3e38
        let isFinite = effects.left(signal).allSatisfy(\.isFinite)
        #expect(isFinite)
    }

    @Test(arguments: Build.available)
    func `ten million frames of any settings stay bounded`(build: Build) {
        let effects = EffectsRun(build)
        var greatest: Float = 0
        let signal = noise(frames: 20_000)
        for _ in 0..<500 {
            var (left, right) = (signal, signal)
            effects.render(&left, &right, block: 20_000) { frame, control in
                if frame % 4096 == 0 { control = .anything(seed: frame / 4096 + 1) }
            }
            greatest = max(greatest, peak(left), peak(right))
        }
        #expect(greatest < 30)
    }

    @Test(.enabled(if: Build.available.contains(.v3)), arguments: Effect.allCases)
    func `both builds have the same effects`(effect: Effect) {
        let results = [Build.baseline, .v3].map { build -> [Float] in
            let effects = EffectsRun(build)
            effects.control = effect.control
            return effects.left(noise(frames: 10_000))
        }
        let isAlike = zip(results[0], results[1]).allSatisfy { abs($0 - $1) < 1e-4 }
        #expect(isAlike)
    }

    // MARK: Drive

    @Test(arguments: Build.available)
    func `a driven sine has no alias above −60 dBc`(build: Build) {
        let effects = EffectsRun(build)
        effects.control.drive.decibels = 24
        let hertz = 5000.0 + 48_000 / 65_536 * 0.37
        let signal = effects.left(sine(hertz: hertz, rate: 48_000, level: 0.5, frames: Spectrum.frames + 4800))
        let spectrum = Spectrum(Array(signal.suffix(Spectrum.frames)), rate: 48_000)
        let alias = spectrum.decibelsBetweenHarmonics(of: hertz, upTo: 10_000) - spectrum.decibels(at: hertz)
        #expect(alias < -60)
    }

    @Test(arguments: Build.available, [3, 6, 12, 18, 24] as [Float])
    func `a drive keeps the level of a sine`(build: Build, amount: Float) {
        let effects = EffectsRun(build)
        effects.control.drive.decibels = amount
        let signal = sine(hertz: 220, rate: 48_000, level: 0.3, frames: 24_000)
        let change = decibels(effects.left(signal).suffix(12_000)) - decibels(signal.suffix(12_000))
        #expect(abs(change) < 3)
    }

    // MARK: Chorus

    @Test(arguments: everywhere)
    func `a chorus is as loud as what it copies, and its sides differ`(build: Build, rate: Double) {
        let effects = EffectsRun(build, rate: rate)
        effects.control.chorus.mix = 1
        var left = noise(frames: Int(rate))
        var right = left
        let reference = decibels(left.suffix(Int(rate / 2)))
        effects.render(&left, &right)
        #expect(abs(decibels(left.suffix(Int(rate / 2))) - reference) < 1.5)
        #expect(decibels(zip(left, right).map { $0 - $1 }.suffix(Int(rate / 2))) > reference - 6)
    }

    // MARK: Delay

    @Test(arguments: everywhere)
    func `an echo comes on its frame, and again`(build: Build, rate: Double) {
        let effects = EffectsRun(build, rate: rate)
        effects.control.delay.mix = 1
        effects.control.delay.leftFrames = 5000
        effects.control.delay.rightFrames = 7001
        effects.control.delay.feedback = 0.5
        effects.control.delay.dampingHertz = 20_000
        effects.control.delay.lowCutHertz = 5
        var left = [Float](repeating: 0, count: 40_000)
        left[16_000] = 1
        var right = left
        effects.render(&left, &right)
        #expect(abs(left[21_000] - 1) < 0.01 && abs(left[26_000] - 0.5) < 0.01)
        #expect(abs(right[23_001] - 1) < 0.01 && abs(right[30_002] - 0.5) < 0.01)
    }

    @Test(arguments: Build.available)
    func `at full ping-pong echoes change sides`(build: Build) {
        let effects = EffectsRun(build)
        effects.control.delay.mix = 1
        effects.control.delay.leftFrames = 4000
        effects.control.delay.rightFrames = 4000
        effects.control.delay.pingPong = 1
        effects.control.delay.feedback = 0.5
        var left = [Float](repeating: 0, count: 30_000)
        left[16_000] = 1
        var right = left
        effects.render(&left, &right)
        #expect(left[20_000] > 0.9 && right[20_000] == 0)
        #expect(left[24_000] == 0 && right[24_000] > 0.2)
    }
}

/// One of the effects.
enum Effect: CaseIterable {
    case drive, chorus, delay, reverb

    /// This effect on, in an ordinary way.
    var control: EffectsControl {
        var control = EffectsControl()
        control.drive.decibels = 12
        control.chorus.mix = 0.5
        control.delay.mix = 0.5
        control.reverb.mix = 0.5
        return only(of: control)
    }

    /// Of `control` what concerns this effect; the others are off.
    func only(of all: EffectsControl) -> EffectsControl {
        var control = EffectsControl()
        switch self {
        case .drive: control.drive = all.drive
        case .chorus: control.chorus = all.chorus
        case .delay: control.delay = all.delay
        case .reverb: control.reverb = all.reverb
        }
        return control
    }
}

extension EffectsControl {
    /// Any settings, some at the ends of their ranges.
    static func anything(seed: Int) -> EffectsControl {
        var random = Lehmer(seed: UInt64(seed) &* 0x9E37_79B9)
        func next(_ low: Float, _ high: Float) -> Float {
            let share = min(max(Float(random.below(1300)) / 1000 - 0.15, 0), 1)
            return low + (high - low) * share
        }
        var control = EffectsControl()
        control.drive.decibels = next(0, 24)
        control.drive.toneHertz = next(500, 20_000)
        control.chorus.mix = next(0, 1)
        control.chorus.rateHertz = next(0.05, 10)
        control.chorus.depthSeconds = next(0, 0.01)
        control.delay.mix = next(0, 1)
        control.delay.leftFrames = next(48, 96_000)
        control.delay.rightFrames = next(48, 20_000)
        control.delay.feedback = next(0, 0.95)
        control.delay.dampingHertz = next(500, 20_000)
        control.delay.lowCutHertz = next(5, 2000)
        control.delay.pingPong = next(0, 1)
        control.reverb.mix = next(0, 1)
        control.reverb.size = next(0.15, 1)
        control.reverb.decaySeconds = next(0.1, 30)
        control.reverb.dampingHertz = next(500, 20_000)
        control.reverb.preDelaySeconds = next(0, 0.2)
        control.reverb.lowCutHertz = next(5, 1000)
        control.reverb.width = next(0, 1)
        return control
    }
}
