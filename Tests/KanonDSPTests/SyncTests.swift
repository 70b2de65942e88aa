import Foundation
import KanonDSP
import KanonDSPv3
import Testing

struct SyncTests {
    static let tones = [1, 1.5, 3.7, 8, 15.9].flatMap { ratio in
        [(0, 44_100.0), (3, 44_100), (3, 48_000), (5, 48_000), (6, 192_000)].map { note, rate in
            Tone("ratio \(ratio)", hertz: Tone.notes[note], rate: rate) { build, increment in
                build.syncedSaw(phase: 0, increment: increment, ratio: Float(ratio), cells: Spectrum.frames / 16)
            }
        }
    }

    @Test(arguments: tones)
    func `no alias of a synced saw is louder than −90 dB below the slave`(tone: Tone) {
        let ratio = Double(tone.name.split(separator: " ")[1]) ?? 1
        let loudest =
            [1, ratio.rounded(.down), ratio.rounded(.up)].map {
                tone.spectrum.decibels(at: $0 * tone.fundamental)
            }.max() ?? 0
        #expect(tone.spectrum.decibelsBetweenHarmonics(of: tone.fundamental, upTo: 18_000) - loudest < -90)
    }

    @Test(arguments: Build.available, [1 as Float, 1.25, 3, 6.6, 16])
    func `between its edges a synced saw is its slave`(build: Build, ratio: Float) {
        // 1,024 frames a turn.
        let wave = build.syncedSaw(phase: 0, increment: 0x0040_0000, ratio: ratio, cells: 64)
        let part = Double(ratio) - Double(ratio).rounded(.up) + 1
        let mean = part * (part - 1) / Double(ratio)
        for frame in 16..<1_008 {
            let slave = Double(ratio) * Double(frame) / 1_024
            let framesFromEdge = abs(slave - slave.rounded()) * 1_024 / Double(ratio)
            if framesFromEdge > 14 {
                let sharp = 2 * (slave - slave.rounded(.down)) - 1 - mean
                #expect(abs(Double(wave[frame]) - sharp) < 2e-6)
            }
        }
        #expect(abs(wave.reduce(0, +) / 1_024) < 1e-4)
    }

    @Test(arguments: Build.available)
    func `a ratio of one is a saw`(build: Build) {
        let synced = build.syncedSaw(phase: 9, increment: 45_678_901, ramp: 50, ratio: 1, cells: 100)
        let saw = build.saw(phase: 9, increment: 45_678_901, ramp: 50, cells: 100)
        #expect(zip(synced, saw).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test(arguments: Build.available)
    func `a synced saw that is swept has no seams`(build: Build) {
        // Two octaves a second up, four down; half a cell later the same.
        for (ratio, step) in [(1, 0.0001), (16, -0.0002)] as [(Float, Float)] {
            let wave = build.syncedSaw(phase: 0, increment: 5_852_000, ratio: ratio, ratioStep: step, cells: 2_000)
            let later = build.syncedSaw(
                phase: 8 * 5_852_000, increment: 5_852_000, ratio: ratio + 8 * step, ratioStep: step, cells: 1_999)
            #expect(zip(wave.dropFirst(8), later).allSatisfy { abs($0 - $1) < 2e-3 })
        }
    }

    @Test(arguments: Build.available)
    func `any phase, pitch, ratio and ramp gives a bounded synced saw`(build: Build) {
        var random = Lehmer(seed: 4)
        var greatest: Float = 0
        for round in 0..<20_000 {
            let wild = round.isMultiple(of: 2)
            let ratio = wild ? Float(bitPattern: random.word()) : 1 + 0.015 * Float(random.below(1_000))
            let end = 1 + 0.015 * Float(random.below(1_000))
            let wave = build.syncedSaw(
                phase: random.word(), increment: random.word() >> (1 + random.below(24)),
                ramp: wild ? random.signedWord() : 0, ratio: ratio, ratioStep: wild ? 0 : (end - ratio) / 256,
                cells: 1)
            greatest = wave.reduce(greatest) { $1.isFinite ? max($0, abs($1)) : .infinity }
        }
        #expect(greatest < 4)
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, 0, -3, 1e9])
    func `a ratio beyond every limit gives finite samples`(ratio: Float) {
        for build in Build.available {
            for increment in [0, 1, 0x7FFF_FFFF, UInt32.max] {
                let wave = build.syncedSaw(phase: 5, increment: increment, ratio: ratio, ratioStep: 1, cells: 2)
                #expect(wave.allSatisfy { $0.isFinite })
            }
        }
    }

    @Test(.enabled(if: Build.available.contains(.v3)), arguments: [1.3 as Float, 7.7])
    func `both builds draw the same synced saw`(ratio: Float) {
        for note in Tone.notes.dropLast(2) {
            let increment = UInt32(note / 48_000 * 0x1p32)
            let a = Build.baseline.syncedSaw(phase: 99, increment: increment, ratio: ratio, cells: 500)
            let b = Build.v3.syncedSaw(phase: 99, increment: increment, ratio: ratio, cells: 500)
            #expect(zip(a, b).allSatisfy { abs($0 - $1) < 1e-5 })
        }
    }
}

extension Build {
    /// The frames of one synced saw.
    func syncedSaw(
        phase: UInt32, increment: UInt32, ramp: Int32 = 0, ratio: Float, ratioStep: Float = 0, cells: Int
    ) -> [Float] {
        var (phase, increment, ratio) = (phase, increment, ratio)
        return Self.frames(cells) {
            switch self {
            case .baseline:
                KanonDSP.renderSyncedSaw(
                    phase: &phase, increment: &increment, ramp: ramp, ratio: &ratio, ratioStep: ratioStep, cells: cells,
                    steps: Self.steps, into: $0)
            case .v3:
                KanonDSPv3.renderSyncedSaw(
                    phase: &phase, increment: &increment, ramp: ramp, ratio: &ratio, ratioStep: ratioStep, cells: cells,
                    steps: Self.steps, into: $0)
            }
        }
    }
}
