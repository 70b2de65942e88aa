import Foundation
import KanonDSP
import KanonDSPv3
import Testing

struct ModulationTests {
    @Test(arguments: Build.available, [0 as Float, 0.5, 2, 8])
    func `a modulated sine is clean`(build: Build, depth: Float) {
        let wave = build.modulatedSine(
            phase: 5, increment: 40_000_000, modulatorPhase: 9, modulatorIncrement: 13_000_001, depth: depth, cells: 2_000)
        var sum = 0.0
        for (frame, sample) in wave.enumerated() {
            let modulator = sin(2 * .pi * turns(9 &+ UInt32(frame) &* 13_000_001))
            let carrier = turns(5 &+ UInt32(frame) &* 40_000_000)
            let error = Double(sample) - sin(2 * .pi * (carrier + Double(depth) * modulator))
            sum += error * error
        }
        // An error of the modulator's last bit counts 2π·depth times.
        #expect(10 * log10(sum / Double(wave.count) / 0.5) < (depth > 1 ? -110 : -125))
    }

    @Test(.enabled(if: Build.available.contains(.v3)))
    func `both builds draw the same modulated sine`() {
        let waves = [Build.baseline, .v3].map {
            $0.modulatedSine(
                phase: 5, increment: 40_000_000, modulatorPhase: 9, modulatorIncrement: 13_000_001, depth: 0.7, cells: 500)
        }
        #expect(zip(waves[0], waves[1]).allSatisfy { abs($0 - $1) < 5e-6 })
    }

    @Test(arguments: Build.available)
    func `phases are exact for any increment and ramp`(build: Build) {
        // A sine of ±1 shows 2⁻²² turns around its zeros.
        var random = Lehmer(seed: 6)
        for _ in 0..<1_000 {
            let (phase, increment, ramp) = (random.word(), random.word(), random.signedWord())
            let wave = build.sineCell(phase: phase, increment: increment, ramp: ramp)
            for (sample, phase) in zip(wave, Build.phases(phase, increment, ramp)) {
                #expect(abs(Double(sample) - sin(2 * .pi * turns(phase))) < 3e-7)
            }
        }
    }
}

extension Build {
    /// The frames of a sine whose phase another one modulates.
    func modulatedSine(
        phase: UInt32, increment: UInt32, modulatorPhase: UInt32, modulatorIncrement: UInt32, depth: Float, cells: Int
    ) -> [Float] {
        var (phase, increment) = (phase, increment)
        var (modulatorPhase, modulatorIncrement) = (modulatorPhase, modulatorIncrement)
        return Self.frames(cells) {
            switch self {
            case .baseline:
                KanonDSP.renderModulatedSine(
                    phase: &phase, increment: &increment, ramp: 0, modulatorPhase: &modulatorPhase,
                    modulatorIncrement: &modulatorIncrement, modulatorRamp: 0, depth: depth, cells: cells, into: $0)
            case .v3:
                KanonDSPv3.renderModulatedSine(
                    phase: &phase, increment: &increment, ramp: 0, modulatorPhase: &modulatorPhase,
                    modulatorIncrement: &modulatorIncrement, modulatorRamp: 0, depth: depth, cells: cells, into: $0)
            }
        }
    }

    /// One cell of a sine.
    func sineCell(phase: UInt32, increment: UInt32, ramp: Int32) -> [Float] {
        var (phase, increment) = (phase, increment)
        return Self.frames(1) {
            switch self {
            case .baseline:
                KanonDSP.renderSine(phase: &phase, increment: &increment, ramp: ramp, cells: 1, into: $0)
            case .v3: KanonDSPv3.renderSine(phase: &phase, increment: &increment, ramp: ramp, cells: 1, into: $0)
            }
        }
    }
}
