import Foundation
import Testing

struct TriangleTests {
    static let triangles = Tone.places.map { hertz, rate in
        Tone("triangle", hertz: hertz, rate: rate) { build, increment in
            build.triangle(phase: 0, increment: increment, cells: Spectrum.frames / 16)
        }
    }

    @Test(arguments: triangles)
    func `no alias of a triangle is louder than −90 dB below its fundamental`(triangle: Tone) {
        #expect(triangle.alias < -90)
    }

    @Test(arguments: triangles)
    func `the harmonics of a triangle fall as they should`(triangle: Tone) {
        let worst = triangle.worstHarmonic { $0.isMultiple(of: 2) ? 1e-9 : 1 / Double($0 * $0) }
        #expect(worst < 0.5)
    }

    @Test(arguments: Build.available)
    func `between its corners a triangle rises and falls with its phase`(build: Build) {
        for (start, ramp) in [(0 as UInt32, 0 as Int32), (0, 700), (0x5000_0000, -700), (0x8000_0000, 0), (0xD000_0000, 70)] {
            let wave = build.triangle(phase: start, increment: 3_000_000, ramp: ramp, cells: 1)
            for (frame, phase) in Build.phases(start, 3_000_000, ramp).enumerated() {
                let sharp = 2 * abs(2 * (turns(phase &- 0x4000_0000) - 0.5).magnitude - 1) - 1
                #expect(abs(Double(wave[frame]) + sharp) < 1e-6)
            }
        }
    }

    @Test(arguments: Build.available)
    func `a triangle drawn in cells has no seams`(build: Build) {
        // Against the same phase half a cell later: what one cell ends with is what the other has in its middle.
        for ramp: Int32 in [0, 1_200, -1_200] {
            let whole = build.triangle(phase: 7_654_321, increment: 123_456_789, ramp: ramp, cells: 64)
            let bend = UInt32(bitPattern: ramp)
            let later = build.triangle(
                phase: 7_654_321 &+ 8 &* 123_456_789 &+ 28 &* bend, increment: 123_456_789 &+ 8 &* bend, ramp: ramp,
                cells: 63)
            #expect(zip(whole.dropFirst(8), later).allSatisfy { abs($0 - $1) < 1e-4 })
        }
    }

    @Test(arguments: Build.available)
    func `any phase, pitch and ramp gives a bounded triangle`(build: Build) {
        var random = Lehmer(seed: 2)
        var greatest: Float = 0
        for _ in 0..<20_000 {
            let wave = build.triangle(
                phase: random.word(), increment: random.word() >> random.below(24), ramp: random.signedWord(), cells: 1)
            greatest = wave.reduce(greatest) { $1.isFinite ? max($0, abs($1)) : .infinity }
        }
        #expect(greatest < 2)
    }

    @Test(.enabled(if: Build.available.contains(.v3)), arguments: Tone.notes)
    func `both builds draw the same triangle`(note: Double) {
        let increment = UInt32(note / 48_000 * 0x1p32)
        let a = Build.baseline.triangle(phase: 99, increment: increment, ramp: 11, cells: 1_000)
        let b = Build.v3.triangle(phase: 99, increment: increment, ramp: 11, cells: 1_000)
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 2e-6 })
    }
}
