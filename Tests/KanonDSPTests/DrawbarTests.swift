import Foundation
import KanonDSP
import KanonDSPv3
import Testing

struct DrawbarTests {
    /// Harmonics of the 16′ tone in the order of a manual.
    static let partials = [1, 3, 2, 4, 6, 8, 10, 12, 16]

    @Test(arguments: Build.available, 0..<9)
    func `drawbars are pure`(build: Build, bar: Int) {
        let increment = UInt32(437 / 48_000.0 * 0x1p32)
        let wave = build.drawbars(phase: 77, increment: increment, levels: single(bar), cells: 500)
        var sum = 0.0
        for (frame, sample) in wave.enumerated() {
            let phase = (77 &+ UInt32(frame) &* increment) &* UInt32(Self.partials[bar])
            let error = Double(sample) - sin(2 * .pi * turns(phase))
            sum += error * error
        }
        #expect(10 * log10(sum / Double(wave.count) / 0.5) < -120)
    }

    @Test(arguments: Build.available)
    func `drawbars add`(build: Build) {
        let increment: UInt32 = 11_111_111
        var levels = SIMD16<Float>.zero
        for bar in 0..<9 { levels[bar] = 1 - 0.1 * Float(bar) }
        let together = build.drawbars(phase: 1, increment: increment, levels: levels, cells: 20)
        var sum = [Float](repeating: 0, count: together.count)
        for bar in 0..<9 {
            let alone = build.drawbars(phase: 1, increment: increment, levels: single(bar) * levels[bar], cells: 20)
            sum = zip(sum, alone).map { $0 + $1 }
        }
        #expect(zip(together, sum).allSatisfy { abs($0 - $1) < 3e-6 })
    }

    @Test(arguments: Build.available)
    func `levels move from frame to frame`(build: Build) {
        let wave = build.drawbars(
            phase: 0x4000_0000, increment: 0, levels: .zero, levelSteps: single(0) * 0.01, cells: 4)
        for (frame, sample) in wave.enumerated() {
            #expect(abs(sample - 0.01 * Float(frame)) < 1e-6)
        }
    }

    @Test(arguments: Build.available, 0..<9)
    func `partials fade out below half the rate`(build: Build, bar: Int) {
        let partial = Double(Self.partials[bar])
        for (frequency, gain) in [(0.3, 1.0), (0.449, 1), (0.475, 0.5), (0.4999, 0), (0.52, 0)] where frequency / partial < 0.5 {
            let wave = build.drawbars(
                phase: 0, increment: UInt32(frequency / partial * 0x1p32), levels: single(bar), cells: 100)
            let power = wave.reduce(0.0) { $0 + Double($1 * $1) } / Double(wave.count)
            #expect(abs((2 * power).squareRoot() - gain) < 0.02)
        }
    }

    @Test(.enabled(if: Build.available.contains(.v3)))
    func `both builds draw the same drawbars`() {
        for increment: UInt32 in [1_000_000, 100_000_000, 150_000_000] {
            let levels = SIMD16<Float>(repeating: 0.5)
            let a = Build.baseline.drawbars(phase: 5, increment: increment, levels: levels, cells: 1_000)
            let b = Build.v3.drawbars(phase: 5, increment: increment, levels: levels, cells: 1_000)
            #expect(zip(a, b).allSatisfy { abs($0 - $1) < 3e-6 })
        }
    }

    private func single(_ bar: Int) -> SIMD16<Float> {
        var levels = SIMD16<Float>.zero
        levels[bar] = 1
        return levels
    }
}

extension Build {
    /// The frames of one key's drawbars.
    func drawbars(
        phase: UInt32, increment: UInt32, levels: SIMD16<Float>, levelSteps: SIMD16<Float> = .zero, cells: Int
    ) -> [Float] {
        var (phase, increment, levels, levelSteps) = (phase, increment, levels, levelSteps)
        return Self.frames(cells) {
            switch self {
            case .baseline:
                KanonDSP.renderDrawbars(
                    phase: &phase, increment: &increment, ramp: 0, levels: &levels, levelSteps: &levelSteps,
                    cells: cells, into: $0)
            case .v3:
                KanonDSPv3.renderDrawbars(
                    phase: &phase, increment: &increment, ramp: 0, levels: &levels, levelSteps: &levelSteps,
                    cells: cells, into: $0)
            }
        }
    }
}
