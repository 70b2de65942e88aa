import Foundation
import Testing

struct SawTests {
    static let saws = [44_100.0, 48_000, 96_000].flatMap { rate in
        Tone.notes.map { hertz in
            Tone("saw", hertz: hertz, rate: rate) { build, increment in
                build.saw(phase: 0, increment: increment, cells: Spectrum.frames / 16)
            }
        }
    }

    @Test(arguments: saws)
    func `no alias of a saw is louder than −90 dB below its fundamental`(saw: Tone) {
        #expect(saw.alias < -90)
    }

    @Test(arguments: saws)
    func `the harmonics of a saw fall as they should`(saw: Tone) {
        #expect(saw.worstHarmonic { 1 / Double($0) } < 0.5)
    }

    @Test(arguments: Build.available)
    func `between its edges a saw is its phase`(build: Build) {
        let increment: UInt32 = 3_000_000
        for start: UInt32 in [0x4000_0000, 0x8000_0000, 0xC000_0000] {
            for ramp: Int32 in [0, 700, -700] {
                let wave = build.saw(phase: start, increment: increment, ramp: ramp, cells: 1)
                for frame in 0..<16 {
                    let k = UInt32(frame)
                    let phase = start &+ k &* increment &+ UInt32(bitPattern: ramp) &* (k &* (k &- 1) / 2)
                    let naive = Double(Int32(bitPattern: phase &+ 0x8000_0000)) * 0x1p-31
                    #expect(abs(Double(wave[frame]) - naive) < 2e-7)
                }
            }
        }
    }

    @Test(arguments: Build.available)
    func `a bent saw follows its phase exactly`(build: Build) {
        // An octave a second, up and down, at about 440 Hz: every wrap must lie where the exact phase has it.
        for ramp: Int32 in [560, -560] {
            var phase: UInt32 = 0
            var increment: UInt32 = 39_370_534
            let wave = build.saw(&phase, &increment, ramp: ramp, cells: 1_000)
            #expect(increment == 39_370_534 &+ 16_000 &* UInt32(bitPattern: ramp))
            let exact = BentSaw(increment: 39_370_534, ramp: Double(ramp))
            let error = wave.indices.map { abs(Double(wave[$0]) - exact.sample($0)) }
            #expect(20 * log10(error.max() ?? 1) < -90)
        }
    }

    @Test(arguments: Build.available)
    func `a saw drawn twice is the same saw`(build: Build) {
        let once = build.saw(phase: 0xFFF0_0000, increment: 123_456_789, ramp: 4_321, cells: 1)
        let twice = build.saw(phase: 0xFFF0_0000, increment: 123_456_789, ramp: 4_321, cells: 1)
        #expect(once == twice)
    }

    @Test(arguments: Build.available)
    func `any phase, pitch and ramp gives a bounded saw`(build: Build) {
        var random = Lehmer(seed: 1)
        var greatest: Float = 0
        for _ in 0..<100_000 {
            let increment = UInt32(0x1p32 * 0.45 * exp2(-14.3 * Double(random.below(1 << 20)) * 0x1p-20))
            let ramp = (Int32(random.below(1 << 31)) - 0x4000_0000) >> Int32(random.below(31))
            let phase = UInt32(random.below(1 << 31)) << 1
            for sample in build.saw(phase: phase, increment: increment, ramp: ramp, cells: 1) {
                greatest = sample.isFinite ? max(greatest, abs(sample)) : .infinity
            }
        }
        #expect(greatest < 1.25)
    }

    @Test(arguments: [0, 1, 0x7FFF_FFFF, 0x8000_0000, UInt32.max])
    func `a saw beyond every limit is finite`(increment: UInt32) {
        for build in Build.available {
            for ramp in [Int32.min, -1, 0, 1, Int32.max] {
                for phase in [0, 1, 0x8000_0000, UInt32.max] {
                    let wave = build.saw(phase: phase, increment: increment, ramp: ramp, cells: 2)
                    #expect(wave.allSatisfy { abs($0) < 2 })
                }
            }
        }
    }

    @Test(.enabled(if: Build.available.contains(.v3)), arguments: Tone.notes)
    func `both builds draw the same saw`(note: Double) {
        let increment = UInt32(note / 48_000 * 0x1p32)
        let a = Build.baseline.saw(phase: 99, increment: increment, ramp: 11, cells: 1_000)
        let b = Build.v3.saw(phase: 99, increment: increment, ramp: 11, cells: 1_000)
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 })
    }
}
