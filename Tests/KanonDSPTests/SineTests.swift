import Foundation
import Testing

struct SineTests {
    @Test(arguments: Build.available, [440.0, 997, 15_000])
    func `a sine is clean to −140 dB`(build: Build, hertz: Double) {
        let increment = UInt32(hertz / 48_000 * 0x1p32)
        let signal = build.sine(phase: 12_345, increment: increment, frames: 48_000)
        #expect(residue(signal, phase: 12_345, increment: increment) < -140)
    }

    @Test(arguments: Build.available)
    func `a sine is exact at its zeros and its peaks`(build: Build) {
        let quarters = build.sine(phase: 0, increment: 0x4000_0000, frames: 4)
        #expect(quarters[0] == 0)
        #expect(abs(quarters[1] - 1) < 1e-7)
        #expect(quarters[2] == 0)
        #expect(abs(quarters[3] + 1) < 1e-7)
    }

    @Test(.enabled(if: Build.available.contains(.v3)))
    func `both builds draw the same sine`() {
        let increment: UInt32 = 0x0123_4567
        let a = Build.baseline.sine(phase: 0, increment: increment, frames: 20_000)
        let b = Build.v3.sine(phase: 0, increment: increment, frames: 20_000)
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    /// What is left of the signal without its fundamental, in decibels below it: least squares, in Double.
    private func residue(_ signal: [Float], phase: UInt32, increment: UInt32) -> Double {
        let angles = signal.indices.map { 2 * Double.pi * 0x1p-32 * Double(phase &+ UInt32($0) &* increment) }
        let sines = angles.map { sin($0) }
        let cosines = angles.map { cos($0) }
        let samples = signal.map { Double($0) }
        let (ss, sc, cc) = (dot(sines, sines), dot(sines, cosines), dot(cosines, cosines))
        let (s, c) = (dot(samples, sines), dot(samples, cosines))
        let inPhase = (s * cc - c * sc) / (ss * cc - sc * sc)
        let quadrature = (c * ss - s * sc) / (ss * cc - sc * sc)
        let rest = samples.indices.map { samples[$0] - inPhase * sines[$0] - quadrature * cosines[$0] }
        return 10 * log10(dot(rest, rest) / (dot(samples, samples) - dot(rest, rest)))
    }

    private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
}
