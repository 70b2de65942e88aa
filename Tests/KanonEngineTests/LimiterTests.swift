import Foundation
import KanonState
import Testing

@testable import KanonEngine

private let kernels = Kernel.allCases.filter(\.isAvailable)

struct LimiterTests {
    /// What is loud in one way or another, both sides.
    enum Loud: CaseIterable {
        case noiseBursts, signs, squaresNearNyquist, quarterRateSines, saws, ambushes

        func signal(frames: Int) -> [Float] {
            var dice = Dice(6)
            switch self {
            case .noiseBursts:
                return (0..<frames).map { frame -> Float in
                    let octaves = Float(frame / 300 % 9) - 1
                    let level: Float = frame / 150 % 2 == 0 ? 0 : exp2(octaves)
                    return level * (2 * dice.share() - 1)
                }
            case .signs:
                return (0..<frames).map { frame -> Float in
                    let octaves = Float(frame / 50 * 7 % 9) - 3
                    return dice.sign() * exp2(octaves)
                }
            case .squaresNearNyquist:
                let frequencies = [0.5, 0.4999, 0.49, 0.45, 0.4, 0.3]
                return (0..<frames).map { frame -> Float in
                    let turns = Double(frame) * frequencies[frame / 1000 % 6] + 0.1
                    return sin(2 * Double.pi * turns) < 0 ? -1 : 1
                }
            case .quarterRateSines:
                return (0..<frames).map { frame -> Float in
                    let angle = Double.pi * (0.5 * Double(frame) + 0.25)
                    return 1.45 * Float(sin(angle))
                }
            case .saws:
                return (0..<frames).map { frame -> Float in
                    guard frame > 200 else { return 0 }
                    return (0..<64).reduce(Float(0)) { sum, number -> Float in
                        let pitch = exp2(Double(number) / 12) / 480
                        let turns = Double(frame) * pitch + Double(number * number) / 64
                        let phase = Float(turns - turns.rounded(.down))
                        return sum + 2 * phase - 1
                    }
                }
            case .ambushes:
                // Full scale that the limiter need not touch, then suddenly more: the gain falls amid what was let through.
                return (0..<frames).map { frame -> Float in
                    let level: Float = frame % 100 < 70 ? 0.5 : exp2(Float(frame / 100 % 6))
                    return dice.sign() * level
                }
            }
        }
    }

    @Test(arguments: kernels, Loud.allCases)
    func `no true peak rises above −0.1 dB of full scale`(kernel: Kernel, loud: Loud) {
        let signal = loud.signal(frames: 12_000)
        let output = limited(kernel, left: signal, right: signal.reversed())
        let loudest = max(truePeak(output.left), truePeak(output.right))
        #expect(20 * log10(loudest) < -0.1)
        #expect(20 * log10(loudest) > -1)
    }

    @Test(arguments: kernels) func `what is not too loud passes bit by bit`(kernel: Kernel) {
        var dice = Dice(7)
        var signal = (0..<4096).map { _ in 2 * dice.share() - 1 }
        let scale = Float(pow(10, -0.41 / 20)) / truePeak(signal)
        signal = signal.map { $0 * scale }
        let output = limited(kernel, left: signal, right: signal.map { -$0 })
        let isSame = output.left.dropFirst(Engine.delayFrames).elementsEqual(signal.dropLast(Engine.delayFrames))
        let isMirrored = output.right == output.left.map { -$0 }
        #expect(isSame && isMirrored)
    }

    @Test(arguments: kernels) func `a limited sound is the same in blocks of any size`(kernel: Kernel) {
        let signal = Loud.noiseBursts.signal(frames: 4000)
        let whole = limited(kernel, left: signal, right: signal.reversed())
        for block in [1, 7, 16, 64, 1000] {
            let split = limited(kernel, left: signal, right: signal.reversed(), block: block)
            let isSame = split.left == whole.left && split.right == whole.right
            #expect(isSame)
        }
    }

    @Test(arguments: kernels) func `both sides are turned down alike`(kernel: Kernel) {
        let signal = Loud.noiseBursts.signal(frames: 8000)
        let output = limited(kernel, left: signal, right: signal.map { 0.25 * $0 })
        let isAlike = output.right == output.left.map { 0.25 * $0 }
        #expect(isAlike)
    }

    @Test(arguments: kernels) func `a steady loud sound is scaled, not bent`(kernel: Kernel) {
        let signal = (0..<24_000).map { frame -> Float in 3 * Float(sin(2 * Double.pi * 41 / 48_000 * Double(frame))) }
        let output = limited(kernel, left: signal, right: signal)
        let gains = (12_000..<24_000).compactMap { frame -> Float? in
            let input = signal[frame - Engine.delayFrames]
            return abs(input) > 0.1 ? output.left[frame] / input : nil
        }
        #expect(20 * log10((gains.max() ?? 1) / (gains.min() ?? 0)) < 0.1)
    }

    @Test(arguments: kernels) func `what is not a number is silence, and silence stays exact`(kernel: Kernel) {
        var signal = Loud.noiseBursts.signal(frames: 2000)
        signal[700] = .nan
        signal[701] = .infinity
        signal += [Float](repeating: 0, count: 48_000)
        let output = limited(kernel, left: signal, right: signal)
        let isFinite = output.left.allSatisfy(\.isFinite)
        #expect(isFinite)
        #expect(truePeak(output.left) <= Float(pow(10, -0.1 / 20)))
        #expect(peak(output.left.suffix(46_000)) == 0)
    }

    @Test func `sixty-four loud notes stay below the ceiling`() {
        var sound = Sound.plainSine
        sound[.master(.level)] = 2
        sound[.oscillator(0, .level)] = 2
        let bench = Bench(sound)
        for key in UInt8(30)..<94 { bench.push(.noteOn, key: key, value: 1) }
        bench.run(9600)
        #expect(truePeak(bench.left) <= Float(pow(10, -0.1 / 20)))
    }

    private func limited(
        _ kernel: Kernel, left: [Float], right: [Float], block: Int = 64
    ) -> (left: [Float], right: [Float]) {
        var state = LimiterState()
        var (left, right) = (left, right)
        left.withUnsafeMutableBufferPointer { left in
            right.withUnsafeMutableBufferPointer { right in
                for start in stride(from: 0, to: left.count, by: block) {
                    kernel.limit(
                        &state, left: left.baseAddress! + start, right: right.baseAddress! + start,
                        count: min(block, left.count - start))
                }
            }
        }
        return (left, right)
    }
}

/// The greatest sample of the signal four times oversampled by the filter of ITU-R BS.1770-4, annex 2, or of itself.
private func truePeak(_ signal: [Float]) -> Float {
    let outer: [Float] = [
        0.001_708_984_375, 0.010_986_328_125, -0.019_653_320_312_5, 0.033_203_125, -0.059_448_242_187_5,
        0.137_329_101_562_5, 0.972_167_968_75, -0.102_294_921_875, 0.047_607_421_875, -0.026_611_328_125,
        0.014_892_578_125, -0.008_300_781_25,
    ]
    let inner: [Float] = [
        -0.029_174_804_687_5, 0.029_296_875, -0.051_757_812_5, 0.089_111_328_125, -0.166_503_906_25,
        0.465_087_890_625, 0.779_785_156_25, -0.200_317_382_812_5, 0.101_562_5, -0.058_227_539_062_5,
        0.033_081_054_687_5, -0.018_920_898_437_5,
    ]
    let taps = outer + inner + inner.reversed() + outer.reversed()
    var greatest = peak(signal)
    signal.withUnsafeBufferPointer { signal in
        taps.withUnsafeBufferPointer { taps in
            var start = 0
            while start + 12 <= signal.count {
                var phase = 0
                while phase < 48 {
                    var sum: Float = 0
                    var tap = 0
                    while tap < 12 {
                        sum += taps[phase &+ tap] * signal[start &+ 11 &- tap]
                        tap &+= 1
                    }
                    greatest = max(greatest, abs(sum))
                    phase &+= 12
                }
                start &+= 1
            }
        }
    }
    return greatest
}

extension Dice {
    fileprivate mutating func sign() -> Float { below(2) == 0 ? -1 : 1 }
}
