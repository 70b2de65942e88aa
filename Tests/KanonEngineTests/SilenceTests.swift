import KanonState
import Testing

@testable import KanonEngine

struct SilenceTests {
    @Test(arguments: Kernel.allCases.filter(\.isAvailable)) func `with no voice and effects at rest there is nothing, exactly`(
        kernel: Kernel
    ) {
        var sound = Sound.everything
        for key in ["drive.amount", "chorus.mix", "delay.mix", "reverb.mix"] { sound[key] = 0 }
        let bench = Bench(sound, kernel: kernel)
        bench.run(4_800)
        #expect(peak(bench.left) == 0 && peak(bench.right) == 0)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(4_800)
        #expect(peak(bench.left) > 0)
        bench.push(.noteOff, key: 60)
        bench.run(48_000)
        #expect(peak(bench.left.suffix(4_800)) == 0 && peak(bench.right.suffix(4_800)) == 0)
        #expect(bench.instrument.meter[.isSilent] == 1 || bench.instrument.meter[.voices] == 0)
        #expect(bench.instrument.meter[.isRinging] == 0)
    }

    @Test func `at rest nothing is aimed`() {
        var sound = Sound.plainSine
        sound["vibrato.wheel"] = 0
        let bench = Bench(sound)
        bench.push(.noteOn, key: 60, value: 1)
        bench.push(.bend, value: 0.3)
        bench.run(48_000)
        let group = bench.groups[0]
        #expect(group.bend[0] == group.bendTarget[0])
        #expect(!group.pitchMoves && !group.filterMoves && !group.gainMoves && group.oscillatorsMove == 0)
    }

    @Test(arguments: VoiceMode.allCases, [FilterType.lowpass, .lowpass24]) func `a stolen voice makes no step, in any mode`(
        mode: VoiceMode, type: FilterType
    ) {
        var sound = Sound.plainSine
        sound["voice.mode"] = Float(mode.rawValue)
        sound["filter.type"] = Float(type.rawValue)
        sound["osc1.pan"] = 0.5
        // A key that is struck within a millisecond has steps of its own, wherever its sine is.
        sound["amp.attack"] = 0.005
        let own = [57, 76].map { key in
            let bench = Bench(sound)
            bench.push(.noteOn, key: UInt8(key), value: 1)
            bench.run(4_800)
            return largestStep(bench.right)
        }
        let bench = Bench(sound, polyphony: 1)
        for number in 0..<20 { bench.send(0x90, UInt8(57 + number), 127, at: 1_003 * number) }
        bench.run(to: 24_000)
        // Two sound together for a moment.
        #expect(largestStep(bench.right) < own[0] + 1.1 * own[1])
        #expect(bench.heldKeys == [76])
    }
}
