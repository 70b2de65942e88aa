import KanonState
import Testing

@testable import KanonEngine

struct PackingTests {
    @Test(arguments: Kernel.allCases.filter(\.isAvailable), [false, true])
    func `voices that move together sound as each would alone`(kernel: Kernel, isStereo: Bool) {
        var sound = Sound.movingSaw
        sound["master.level"] = 0.01
        if isStereo {
            sound["osc1.unison"] = 3
            sound["filter.type"] = Float(FilterType.lowpass24.rawValue)
        }
        let keys = (0..<40).map { UInt8(30 + $0) }
        // All but the last few end soon; those are in the groups behind.
        func play(_ bench: Bench, _ numbers: [Int]) {
            for number in numbers { bench.send(0x90, keys[number], 100, at: 100 + 37 * number) }
            for number in numbers where number < 30 { bench.send(0x80, keys[number], 0, at: 3000 + 41 * number) }
        }
        let together = Bench(sound, kernel: kernel)
        play(together, Array(0..<40))
        together.run(to: 2_900)
        #expect((0..<3).allSatisfy { together.groups[$0].active != 0 })
        together.run(to: 14_000)
        #expect(together.sounding.count == 10)
        #expect(together.groups[0].active.nonzeroBitCount == 10)
        var left = [Float](repeating: 0, count: 14_000)
        var right = left
        for number in 0..<40 {
            let alone = Bench(sound, kernel: kernel)
            play(alone, [number])
            alone.run(to: 14_000)
            for frame in 0..<14_000 {
                left[frame] += alone.left[frame]
                right[frame] += alone.right[frame]
            }
        }
        #expect(peak(left) > 0.02)
        #expect(difference(left, together.left) < 2e-5 * peak(left))
        #expect(difference(right, together.right) < 2e-5 * peak(right))
    }

    @Test func `phases move with their voices, and lanes at rest keep theirs`() {
        let bench = Bench()
        for number in 0..<33 { bench.send(0x90, UInt8(40 + number), 100, at: 7 + number) }
        for number in 0..<32 { bench.send(0x80, UInt8(40 + number), 0, at: 3_003) }
        bench.run(to: 9_601, block: 1)
        #expect(bench.sounding.map(\.key) == [72])
        guard let group = (0..<3).first(where: { bench.groups[$0].active != 0 }) else { return }
        let lane = bench.groups[group].active.trailingZeroBitCount
        let lanes = bench.groups[group].oscillators[0].copies[0]
        // Frame 39 is where it began; the line is that of frame 9600.
        #expect(lanes.phase[lane] == (9_600 - 39) &* lanes.increment[lane])
        let all = (0..<3).flatMap { group in (0..<16).map { bench.groups[group].oscillators[0].copies[0].phase[$0] } }
        bench.run(640)
        let later = (0..<3).flatMap { group in (0..<16).map { bench.groups[group].oscillators[0].copies[0].phase[$0] } }
        #expect(zip(all, later).count { $0 != $1 } == 1)
    }

    @Test func `a thousand voices end up in as few groups as hold them`() {
        var sound = Sound.plainSine
        sound["master.level"] = 0.0001
        let bench = Bench(sound, polyphony: 1024)
        for number in 0..<1024 {
            bench.push(.noteOn, channel: UInt8(number / 100), key: UInt8(20 + number % 100), value: 1)
            if number % 128 == 127 { bench.run(64) }
        }
        #expect(bench.sounding.count == 1024)
        for number in 0..<1024 where number % 20 != 0 {
            bench.push(.noteOff, channel: UInt8(number / 100), key: UInt8(20 + number % 100))
            if number % 128 == 127 { bench.run(64) }
        }
        bench.run(4_800)
        #expect(bench.sounding.count == 52)
        let used = (0..<bench.instrument.engine.pointee.pool.groupCount).count { bench.groups[$0].active != 0 }
        #expect(used == 4)
        let isFinite = bench.left.allSatisfy(\.isFinite)
        #expect(isFinite)
    }
}
