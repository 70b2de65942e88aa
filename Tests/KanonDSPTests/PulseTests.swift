import Foundation
import Testing

struct PulseTests {
    static let pulses = [0.05, 0.3, 0.95].flatMap { width in
        Tone.places.map { hertz, rate in
            Tone("pulse of \(width)", hertz: hertz, rate: rate) { build, increment in
                build.pulse(phase: 0, increment: increment, width: Float(width), cells: Spectrum.frames / 16)
            }
        }
    }

    @Test(arguments: pulses)
    func `no alias of a pulse is louder than −90 dB below its fundamental`(pulse: Tone) {
        #expect(pulse.alias < -90)
    }

    @Test(arguments: pulses)
    func `the harmonics of a pulse are those of its width`(pulse: Tone) {
        let width = Double(pulse.name.split(separator: " ")[2]) ?? 0
        #expect(pulse.worstHarmonic { abs(sin(Double($0) * width * .pi)) / Double($0) } < 0.6)
    }

    @Test(arguments: Build.available, [0.05 as Float, 0.1, 0.5, 0.9, 0.95])
    func `a pulse has no mean and its edges lie where its width says`(build: Build, width: Float) {
        // 256 frames a turn.
        let wave = build.pulse(phase: 0, increment: 0x0100_0000, width: width, cells: 16 * 16)
        #expect(abs(wave.reduce(0, +)) / Float(wave.count) < 1e-5)
        let high = wave.count { $0 > 1 - 2 * width }
        #expect(abs(Float(high) / Float(wave.count) - width) < 1.1 / 256)
        #expect(abs(wave[128 - Int(Float(128) * width)] + 2 * width) < 0.05)
    }

    @Test(arguments: Build.available)
    func `a pulse is a saw less a saw that is ahead, however its width moves`(build: Build) {
        // Wider and narrower, both slower and faster than the phase itself.
        for step: Int32 in [4_000, -4_000, 400_000, -400_000, 4_000_000, -4_000_000] {
            for ramp: Int32 in [0, 500, -500] {
                let increment: UInt32 = 2_222_222
                for start: UInt32 in [0, 0x5555_5555, 0xFFF0_0000, 0xFF00_0000] {
                    let width = 0x8000_0000 as UInt32
                    let wave = build.pulse(
                        phase: start, increment: increment, ramp: ramp, width: 0.5, widthStep: Float(step) * 0x1p-32,
                        cells: 1)
                    let behind = build.saw(phase: start, increment: increment, ramp: ramp, cells: 1)
                    let speed = Int32(bitPattern: increment) + step
                    // A phase that falls is the opposite of one that rises.
                    let opposite: Int32 = speed < 0 ? -1 : 1
                    let ahead = build.saw(
                        phase: UInt32(bitPattern: Int32(bitPattern: start &+ width) &* opposite),
                        increment: UInt32(speed * opposite), ramp: ramp * opposite, cells: 1)
                    for frame in 0..<16 {
                        #expect(abs(wave[frame] - (behind[frame] - Float(opposite) * ahead[frame])) < 1e-4)
                    }
                }
            }
        }
    }

    @Test(arguments: Build.available)
    func `a pulse that is swept has no seams`(build: Build) {
        let wave = build.pulse(
            phase: 0, increment: 40_000_000, width: 0.02, widthStep: 0.96 / 16_000, cells: 1_000)
        let later = build.pulse(
            phase: 8 * 40_000_000, increment: 40_000_000, width: 0.02 + 8 * 0.96 / 16_000, widthStep: 0.96 / 16_000,
            cells: 999)
        #expect(zip(wave.dropFirst(8), later).allSatisfy { abs($0 - $1) < 1e-3 })
    }

    @Test(arguments: Build.available)
    func `any phase, pitch, width and ramp gives a bounded pulse`(build: Build) {
        var random = Lehmer(seed: 3)
        var greatest: Float = 0
        for _ in 0..<20_000 {
            let width = 0.02 + 0.96 * Float(random.below(1_001)) / 1_000
            let end = 0.02 + 0.96 * Float(random.below(1_001)) / 1_000
            let wave = build.pulse(
                phase: random.word(), increment: random.word() >> (1 + random.below(24)),
                ramp: random.signedWord() >> Int32(8 + random.below(20)), width: width, widthStep: (end - width) / 16,
                cells: 1)
            greatest = wave.reduce(greatest) { $1.isFinite ? max($0, abs($1)) : .infinity }
        }
        #expect(greatest < 4)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, 0, 1, -3, 1e9])
    func `a width beyond every limit ends nothing`(width: Float) {
        for build in Build.available {
            for increment in [0, 1, 0x7FFF_FFFF, UInt32.max] {
                let wave = build.pulse(phase: 5, increment: increment, width: width, widthStep: width, cells: 2)
                #expect(wave.count == 32)
            }
        }
    }

    @Test(.enabled(if: Build.available.contains(.v3)), arguments: Tone.notes)
    func `both builds draw the same pulse`(note: Double) {
        let increment = UInt32(note / 48_000 * 0x1p32)
        let a = Build.baseline.pulse(phase: 99, increment: increment, ramp: 11, width: 0.3, cells: 1_000)
        let b = Build.v3.pulse(phase: 99, increment: increment, ramp: 11, width: 0.3, cells: 1_000)
        #expect(zip(a, b).allSatisfy { abs($0 - $1) < 4e-6 })
    }
}
