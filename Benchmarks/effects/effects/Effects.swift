import Foundation
import KanonDSP
import KanonDSPv3
import KanonState

/// CPU nanoseconds a stereo frame of each effect at 48 kHz, the best of 25 runs over half a second of noise. Needs AVX2 and FMA.
@main struct Effects {
    static let frames = 24_000

    static func main() {
        let rate = 48_000.0
        let noise = (0..<frames).map { _ in Float.random(in: -0.5...0.5) }
        let left = UnsafeMutablePointer<Float>.allocate(capacity: frames)
        let right = UnsafeMutablePointer<Float>.allocate(capacity: frames)
        let memory = UnsafeMutablePointer<Float>.allocate(capacity: EffectsState.floatCount(sampleRate: rate))
        let state = UnsafeMutablePointer<EffectsState>.allocate(capacity: 1)
        print("                 v3  baseline")

        for (name, gain) in [("limiter, quiet", 0.2), ("limiter, loud", 8)] as [(String, Float)] {
            var costs: [Double] = []
            for isFast in [true, false] {
                var limiter = LimiterState()
                costs.append(
                    cost {
                        for index in 0..<frames {
                            left[index] = gain * noise[index]
                            right[index] = gain * noise[index]
                        }
                    } of: {
                        for start in stride(from: 0, to: frames, by: 64) {
                            if isFast {
                                KanonDSPv3.limit(&limiter, left: left + start, right: right + start, count: 64)
                            } else {
                                KanonDSP.limit(&limiter, left: left + start, right: right + start, count: 64)
                            }
                        }
                    })
            }
            report(name, costs)
        }

        let effects: [(String, (inout EffectsControl) -> Void)] = [
            ("off", { _ in }),
            (
                "drive",
                {
                    $0.drive.decibels = 12; $0.drive.toneHertz = 8000
                }
            ),
            ("chorus", { $0.chorus.mix = 0.5 }), ("delay", { $0.delay.mix = 0.5 }), ("reverb", { $0.reverb.mix = 0.5 }),
        ]
        for (name, turn) in effects {
            var costs: [Double] = []
            for isFast in [true, false] {
                state.initialize(to: EffectsState(sampleRate: rate, memory: memory))
                var control = EffectsControl()
                turn(&control)
                costs.append(
                    cost {
                        for index in 0..<frames {
                            left[index] = noise[index]
                            right[index] = noise[frames - 1 - index]
                        }
                    } of: {
                        for start in stride(from: 0, to: frames, by: 16) {
                            let (left, right) = (left + start, right + start)
                            if isFast {
                                KanonDSPv3.renderEffects(state, &control, first: 0, end: 16, left: left, right: right)
                            } else {
                                KanonDSP.renderEffects(state, &control, first: 0, end: 16, left: left, right: right)
                            }
                        }
                    })
            }
            report(name, costs)
        }
    }

    private static func report(_ name: String, _ costs: [Double]) {
        print(name.padding(toLength: 15, withPad: " ", startingAt: 0), costs.map { String(format: "%5.1f", $0) }.joined())
    }

    private static func cost(preparation: () -> Void, of work: () -> Void) -> Double {
        var best = Double.infinity
        for _ in 0..<25 {
            preparation()
            let start = nanoseconds()
            work()
            best = min(best, nanoseconds() - start)
        }
        return best / Double(frames)
    }

    private static func nanoseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
