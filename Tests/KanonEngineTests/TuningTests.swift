import Foundation
import KanonState
import Testing

@testable import KanonEngine

struct TuningTests {
    @Test(arguments: [44_100.0, 48_000, 192_000]) func `every key is within a hundredth of a cent, however its oscillator is tuned`(
        rate: Double
    ) {
        let tunings: [(octave: Float, semitone: Float, ratio: Float)] = [
            (0, 0, 1), (-1, 7, 1), (1, -5, 1.5), (2, 3, 0.75), (0, 12, 1.618034), (-2, 24, 3),
        ]
        var greatest = 0.0
        for tuning in tunings {
            var sound = Sound.plainSine
            sound["vibrato.wheel"] = 0
            sound["osc1.octave"] = tuning.octave
            sound["osc1.semitone"] = tuning.semitone
            sound["osc1.ratio"] = tuning.ratio
            let bench = Bench(sound, polyphony: 128, rate: rate)
            for key in UInt8(0)..<128 { bench.push(.noteOn, key: key, value: 1) }
            bench.run(16, block: 16)
            for key in 0..<128 {
                let octaves = Double(tuning.octave) + Double(tuning.semitone) / 12 + Double(key - 69) / 12
                let expected = 440 * exp2(octaves) * Double(tuning.ratio)
                guard expected < 0.45 * rate else { continue }
                let increment = bench.groups[key / 16].oscillators[0].copies[0].increment[key % 16]
                greatest = max(greatest, abs(1200 * log2(Double(increment) / 4_294_967_296 * rate / expected)))
            }
        }
        #expect(greatest < 0.01)
    }

    @Test func `after a day the phase is the sum of its increments`() {
        var sound = Sound.plainSine
        sound["vibrato.wheel"] = 0
        let bench = Bench(sound)
        bench.send(0x90, 69, 100, at: 0)
        bench.run(to: 160_001, block: 4096)
        let lanes = bench.groups[0].oscillators[0].copies[0]
        // From then on nothing moves: 24 hours are so many increments modulo 2³².
        #expect(lanes.ramp[0] == 0)
        #expect(lanes.phase[0] == 160_000 &* lanes.increment[0])
        let frames: UInt64 = 24 * 3600 * 48_000
        let day = UInt32(truncatingIfNeeded: frames &* UInt64(lanes.increment[0]))
        #expect(day == UInt32(truncatingIfNeeded: frames) &* lanes.increment[0])
        let turns = Double(lanes.increment[0]) * Double(frames) / 4_294_967_296
        // Off by less than a two-thousandth of a turn a second, the grain of an increment.
        #expect(abs(turns / Double(24 * 3600) - 440) < 1e-5)
    }
}
