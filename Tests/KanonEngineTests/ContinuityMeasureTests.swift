import Foundation
import KanonTesting
import Testing

@testable import KanonEngine

/// Whether the measure of a transition hears what an ear would, and nothing else.
struct ContinuityMeasureTests {
    private let change = 24_000
    private let settled = 36_000

    /// Two seconds of a sine of `hertz` that is at `level` of full scale.
    private func sine(_ hertz: Double = 440, level: Double = 0.3) -> [Float] {
        (0..<96_000).map { Float(level * sin(2 * .pi * hertz * Double($0) / 48_000)) }
    }

    /// Half a second before and behind, and what happens between them.
    private func verdict(_ left: [Float], _ right: [Float]? = nil) -> Transition {
        let take = Take(left: left, right: right ?? left)
        // Not from the first frame, where the sound breaks out of silence.
        let steady = take.roughness(in: 100..<change).joined(with: take.roughness(in: settled..<take.frames))
        return Transition(take, change..<settled, beside: steady)
    }

    @Test func `the high-pass lets half its power pass at 12 kHz, and nothing an octave below`() {
        func gain(_ hertz: Double) -> Double {
            var highpass = Highpass()
            let passed = sine(hertz, level: 1).map { Float(highpass.next(Double($0))) }
            return 20 * log10(level(passed.suffix(48_000)) * 2.0.squareRoot())
        }
        #expect(abs(gain(12_000) + 3.0103) < 0.001)
        #expect(abs(gain(18_000)) < 0.1)
        // 6 × 20·log(tan 45° / tan 22.5°) and what the pole leaves.
        #expect(abs(gain(6_000) + 45.9) < 0.2)
        #expect(gain(440) < -150)
    }

    @Test(arguments: [24_000, 24_001, 30_000, 35_990], [true, false])
    func `a click of one sample at −60 dB of full scale is found, on either side`(frame: Int, isLeft: Bool) {
        var signal = sine()
        signal[frame] += 0.001
        let transition = isLeft ? verdict(signal, sine()) : verdict(sine(), signal)
        #expect(transition.highExcess > 1)
        #expect(abs(transition.window.high.frame - frame) <= 3)
    }

    @Test func `a click outside the window is none of the change's`() {
        for frame in [23_900, 36_000] {
            var signal = sine()
            signal[frame] += 0.001
            #expect(verdict(signal).isSmooth)
        }
    }

    @Test(arguments: [0.01, 0.25, 0.5]) func `a phase that starts again is found`(turns: Double) {
        var signal = sine()
        for frame in 25_003..<signal.count {
            signal[frame] = Float(0.3 * sin(2 * .pi * (440 * Double(frame) / 48_000 + turns)))
        }
        #expect(verdict(signal).highExcess > 20)
    }

    @Test func `a steady sound is smooth, and a ramp of loudness, pitch or sound over forty milliseconds is`() {
        #expect(verdict(sine()).isSmooth)
        #expect(verdict(sine(8_000)).isSmooth)
        var phase = 0.0
        let moving = (0..<96_000).map { frame -> Float in
            let way = min(max(Double(frame - 24_000) / 1_920, 0), 1)
            phase += (440 + 440 * way) / 48_000
            return Float((0.3 - 0.2 * way) * sin(2 * .pi * phase) + 0.05 * way * sin(6 * .pi * phase))
        }
        #expect(verdict(moving).isSmooth)
    }

    @Test func `a sound that ends at once is found, and one that fades within five milliseconds is smooth`() {
        let cut = sine().enumerated().map { $0 < 24_030 ? $1 : 0 }
        #expect(verdict(cut).highExcess > 20)
        let faded = sine().enumerated().map { frame, sample in
            let way = min(max(Float(frame - 24_030) / 240, 0), 1)
            return sample * (0.5 + 0.5 * cos(.pi * way))
        }
        #expect(verdict(faded).isSmooth)
    }

    @Test(arguments: 0..<16) func `a sine that is a saw from one frame to the next is found`(moment: Int) {
        // Dull enough that its own edges hide nothing.
        func saw(_ turns: Double) -> Double { (1...20).reduce(0) { $0 + 0.2 / Double($1) * sin(2 * .pi * Double($1) * turns) } }
        let frame = 24_010 + 37 * moment
        let signal = (0..<96_000).map { number -> Float in
            let turns = 220.3 * Double(number) / 48_000
            return Float(number < frame ? 0.3 * sin(2 * .pi * turns) : saw(turns))
        }
        #expect(verdict(signal).highExcess > 10)
    }

    @Test func `noise is smooth beside itself`() {
        var dice = Dice(5)
        let noise = (0..<96_000).map { _ in 0.2 * (dice.share() + dice.share() + dice.share() - 1.5) }
        #expect(verdict(noise).isSmooth)
    }

    @Test func `silence is a cell that nobody hears, not a passage through zero`() {
        var take = Take(left: sine(50), right: sine(50))
        #expect(take.silence(in: 0..<take.frames) == nil)
        for frame in 24_010..<24_040 {
            take.left[frame] = 0
            take.right[frame] = 0.0002
        }
        #expect(take.silence(in: 0..<take.frames) == 24_010)
        #expect(take.silence(in: 24_030..<take.frames) == nil)
    }

    @Test func `what lies below −72 dB of full scale does not count`() {
        var signal = [Float](repeating: 0, count: 96_000)
        signal[30_000] = 0.000_25
        #expect(verdict(signal).isSmooth)
        signal[30_000] = 0.000_26
        #expect(verdict(signal).stepExcess > 10)
    }
}
