import Foundation
import KanonDSP
import KanonDSPv3
import Testing

struct NoiseTests {
    /// Third octaves from 31.25 Hz to 18 kHz at 48 kHz.
    static let bands: [ClosedRange<Double>] = (0..<27).map { number in
        let low: Double = 31.25 * exp2(Double(number) / 3)
        return low...low * exp2(1 / 3)
    }

    @Test(arguments: Build.available)
    func `white noise is equally loud everywhere`(build: Build) {
        let levels = bandLevels { build.whiteNoise(frame: $0, seed: 7, cells: Spectrum.frames / 16) }
        // The lowest bands hold too few points to be sure of half a decibel.
        let sure = levels.dropFirst(12)
        let mean = sure.reduce(0, +) / Double(sure.count)
        #expect(sure.allSatisfy { abs($0 - mean) < 0.5 })
        #expect(levels.allSatisfy { abs($0 - mean) < 1.5 })
    }

    @Test(arguments: Build.available)
    func `pink noise falls by 3 dB an octave`(build: Build) {
        let levels = bandLevels { build.pinkNoise(frame: $0, seed: 7, cells: Spectrum.frames / 16) }
        let straight = zip(levels, Self.bands).map { $0 + 10 * log10($1.lowerBound) }
        let sure = straight.dropFirst(6)
        let mean = sure.reduce(0, +) / Double(sure.count)
        #expect(sure.allSatisfy { abs($0 - mean) < 0.6 })
        #expect(straight.allSatisfy { abs($0 - mean) < 1.5 })
    }

    @Test(arguments: Build.available)
    func `both noises are as loud as −12 dBFS`(build: Build) {
        for noise in [
            build.whiteNoise(frame: 0, seed: 1, cells: 1 << 16), build.pinkNoise(frame: 0, seed: 1, cells: 1 << 16),
        ] {
            let power = noise.reduce(0.0) { $0 + Double($1 * $1) } / Double(noise.count)
            #expect(abs(10 * log10(power) + 12) < 0.5)
            #expect(noise.allSatisfy { abs($0) < 1.9 })
        }
    }

    @Test(arguments: Build.available)
    func `seeds give noises that have nothing in common`(build: Build) {
        // Neighbouring seeds, and the same numbers a little earlier or later.
        let count = 1 << 16
        let one = build.whiteNoise(frame: 0, seed: 1, cells: count / 16)
        for (seed, frame) in [(2 as UInt32, 0 as UInt32), (0, 0), (0x8000_0001, 0), (2, 1), (0, 1), (1, 1), (1, 16), (1, 1 << 31)] {
            let other = build.whiteNoise(frame: frame, seed: seed, cells: count / 16)
            let product = zip(one, other).reduce(0.0) { $0 + Double($1.0 * $1.1) }
            let power = one.reduce(0.0) { $0 + Double($1 * $1) }
            // Five times the deviation of chance.
            #expect(abs(product / power) < 5 / Double(count).squareRoot())
        }
    }

    @Test(arguments: Build.available)
    func `noise is a function of its frame`(build: Build) {
        let white = build.whiteNoise(frame: 4_096, seed: 3, cells: 8)
        #expect(Array(white[64...]) == build.whiteNoise(frame: 4_160, seed: 3, cells: 4))
        let pink = build.pinkNoise(frame: 4_096, seed: 3, cells: 8)
        #expect(Array(pink[64...]) == build.pinkNoise(frame: 4_160, seed: 3, cells: 4))
        // And comes round after 2³² frames without a seam: its lines go on.
        let round = build.pinkNoise(frame: 0 &- 64, seed: 3, cells: 8)
        #expect(Array(round[64...]) == build.pinkNoise(frame: 0, seed: 3, cells: 4))
    }

    @Test(.enabled(if: Build.available.contains(.v3)))
    func `both builds draw the same noise`() {
        #expect(
            Build.baseline.whiteNoise(frame: 160, seed: 5, cells: 100) == Build.v3.whiteNoise(frame: 160, seed: 5, cells: 100))
        let a = Build.baseline.pinkNoise(frame: 160, seed: 5, cells: 1_000)
        let b = Build.v3.pinkNoise(frame: 160, seed: 5, cells: 1_000)
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    /// Mean level per bin of the third octaves, over 12 spectra.
    private func bandLevels(_ draw: (UInt32) -> [Float]) -> [Double] {
        var powers = [Double](repeating: 0, count: Self.bands.count)
        for round in 0..<12 {
            let spectrum = Spectrum(draw(UInt32(round * Spectrum.frames)), rate: 48_000)
            for (number, band) in Self.bands.enumerated() {
                powers[number] += exp2(log2(10) * spectrum.decibelsPerBin(in: band) / 10)
            }
        }
        return powers.map { 10 * log10($0) }
    }
}

extension Build {
    /// The frames of white noise.
    func whiteNoise(frame: UInt32, seed: UInt32, cells: Int) -> [Float] {
        Self.frames(cells) {
            switch self {
            case .baseline: KanonDSP.renderWhiteNoise(frame: frame, seed: seed, cells: cells, into: $0)
            case .v3: KanonDSPv3.renderWhiteNoise(frame: frame, seed: seed, cells: cells, into: $0)
            }
        }
    }

    /// The frames of pink noise.
    func pinkNoise(frame: UInt32, seed: UInt32, cells: Int) -> [Float] {
        Self.frames(cells) {
            switch self {
            case .baseline: KanonDSP.renderPinkNoise(frame: frame, seed: seed, cells: cells, into: $0)
            case .v3: KanonDSPv3.renderPinkNoise(frame: frame, seed: seed, cells: cells, into: $0)
            }
        }
    }
}
