import Foundation
import KanonDSP
import KanonDSPv3
import KanonState
import Testing

struct SawBankTests {
    /// The saws that voices draw by sixteens must be the saws whose spectra are measured one by one.
    @Test(arguments: Build.available)
    func `a bank of saws is the saws`(build: Build) {
        var random = Lehmer(seed: 7)
        var worst: Float = 0
        var strayFrames = 0
        for _ in 0..<5_000 {
            var lanes = PhaseLanes()
            for lane in 0..<16 {
                let increment = 0x1p32 * 0.25 * exp2(-13 * Double(random.below(1 << 20)) * 0x1p-20)
                lanes.phase[lane] = UInt32(random.below(1 << 31)) << 1
                lanes.increment[lane] = UInt32(increment)
                // Up to the sixteenth of the speed within a cell up to which both follow the bend.
                lanes.ramp[lane] = Int32(increment / 512 * (Double(random.below(1 << 20)) * 0x1p-19 - 1))
            }
            let bank = build.sawBank(lanes)
            for lane in 0..<16 {
                let one = build.saw(
                    phase: lanes.phase[lane], increment: lanes.increment[lane], ramp: lanes.ramp[lane], cells: 1)
                for frame in 0..<16 {
                    let deviation = abs(bank[16 * lane + frame] - one[frame])
                    worst = max(worst, deviation)
                    if deviation > 5e-6 { strayFrames += 1 }
                }
            }
        }
        // Where a wrap lies on the very edge of its reach, rounding decides on which side of the step's end it is: 26 of the
        // 1,280,000 frames here.
        #expect(worst < 1e-4)
        #expect(strayFrames < 128)
    }

    @Test(arguments: Build.available, (0..<8).map { 32.703_195_66 * exp2(Double($0)) })
    func `a bank's saw has no alias louder than −90 dB below its fundamental`(build: Build, hertz: Double) {
        let increment = UInt32(hertz / 48_000 * 0x1p32)
        let fundamental = Double(increment) * 0x1p-32 * 48_000
        var lanes = PhaseLanes()
        lanes.increment = SIMD16(repeating: increment)
        var signal: [Float] = []
        // Sixteen cells of one saw at a time, a lane a cell.
        while signal.count < Spectrum.frames {
            let start = UInt32(truncatingIfNeeded: signal.count)
            for lane in 0..<16 { lanes.phase[lane] = (start &+ 16 &* UInt32(lane)) &* increment }
            signal += build.sawBank(lanes)
        }
        let spectrum = Spectrum(signal, rate: 48_000)
        let alias = spectrum.decibelsBetweenHarmonics(of: fundamental, upTo: 18_000)
        #expect(alias - spectrum.decibels(at: fundamental) < -90)
    }
}

extension Build {
    /// One cell of 16 saws, a voice after the other.
    fileprivate func sawBank(_ lanes: PhaseLanes) -> [Float] {
        withUnsafeTemporaryAllocation(of: SIMD16<Float>.self, capacity: 32) { memory in
            [Float](unsafeUninitializedCapacity: 256) { frames, count in
                switch self {
                case .baseline:
                    KanonDSP.renderSawBank(lanes, memory: memory.baseAddress!, steps: Self.steps, into: frames.baseAddress!)
                case .v3:
                    KanonDSPv3.renderSawBank(lanes, memory: memory.baseAddress!, steps: Self.steps, into: frames.baseAddress!)
                }
                count = 256
            }
        }
    }
}
