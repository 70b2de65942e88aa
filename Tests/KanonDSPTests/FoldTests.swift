import Foundation
import KanonDSP
import KanonDSPv3
import Testing

struct FoldTests {
    static let tones = [0, 0.6, 2, 8].flatMap { depth in
        Tone.places.map { hertz, rate in
            Tone("depth \(depth)", hertz: hertz, rate: rate) { build, increment in
                build.fold(increment: increment, depth: Float(depth), cells: Spectrum.frames / 16)
            }
        }
    }

    @Test(arguments: tones)
    func `a folded sine has no alias above −80 dB, however deep`(tone: Tone) {
        let harmonics = stride(from: 1.0, to: 100, by: 2).map { tone.spectrum.decibels(at: $0 * tone.fundamental) }
        let loudest = harmonics.max() ?? 0
        #expect(tone.spectrum.decibelsBetweenHarmonics(of: tone.fundamental, upTo: 18_000) - loudest < -80)
        // Odd harmonics that are folded back would lie between, even ones there are none.
        #expect(tone.spectrum.decibels(at: 2 * tone.fundamental) - loudest < -80)
    }

    @Test(arguments: Build.available, [0 as Float, 0.3, 2])
    func `a low note is folded as deep as it is asked to be`(build: Build, depth: Float) {
        let increment: UInt32 = 0x0040_0000
        let wave = build.fold(increment: increment, depth: depth, cells: 64)
        for frame in 0..<1024 {
            let x = sin(2 * Double.pi * Double(frame) / 1024)
            #expect(abs(Double(wave[frame]) - sin(2 * Double.pi * Double(0.25 + depth) * x)) < 1e-5)
        }
    }

    @Test(arguments: Build.available)
    func `a depth that moves, at any pitch, has no seams`(build: Build) {
        // To where the limit takes over and back.
        for step in [0.000_1 as Float, -0.000_1] {
            let depth: Float = step > 0 ? 0 : 3.2
            let wave = build.fold(increment: 60_000_000, depth: depth, depthStep: step, cells: 2000)
            let later = build.fold(phase: 8 * 60_000_000, increment: 60_000_000, depth: depth + 8 * step, depthStep: step, cells: 1999)
            #expect(zip(wave.dropFirst(8), later).allSatisfy { abs($0 - $1) < 1e-3 })
        }
    }
}

extension Build {
    /// The frames of one folded sine.
    func fold(phase: UInt32 = 0, increment: UInt32, depth: Float, depthStep: Float = 0, cells: Int) -> [Float] {
        var (phase, increment, depth) = (phase, increment, depth)
        return Self.frames(cells) {
            switch self {
            case .baseline:
                KanonDSP.renderFold(
                    phase: &phase, increment: &increment, ramp: 0, depth: &depth, depthStep: depthStep, cells: cells, into: $0)
            case .v3:
                KanonDSPv3.renderFold(
                    phase: &phase, increment: &increment, ramp: 0, depth: &depth, depthStep: depthStep, cells: cells, into: $0)
            }
        }
    }
}
