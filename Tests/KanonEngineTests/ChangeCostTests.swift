import Testing

@testable import KanonEngine

/// What a change costs: groups of voices that are rendered, cell by cell. A group costs nearly as much with one voice as with many.
struct ChangeCostTests {
    /// Groups that were rendered in each cell of `cells`.
    private func groups(_ bench: Bench, cells: Int) -> [Int] {
        (0..<cells).map { _ in
            bench.run(16, block: 16)
            let engine = bench.instrument.engine
            let count = engine.pointee.groupCount
            return (0..<count).count { engine.pointee.pool.groups[$0].active != 0 }
        }
    }

    private func hold(_ voices: Int) -> Bench {
        let bench = Bench(.plainSine, polyphony: voices)
        for number in 0..<voices { bench.push(.noteOn, channel: UInt8(number / 64), key: UInt8(32 + number % 64), value: 0.8) }
        bench.run(4_800)
        return bench
    }

    /// Each group costs twice what it did for at most the time that the change says, four at a time where there are more.
    @Test(arguments: [8, 64, 512]) func `a morph at most doubles the cost, and four groups at a time`(voices: Int) {
        let bench = hold(voices)
        let steady = (voices + 15) / 16
        #expect(groups(bench, cells: 30) == Array(repeating: steady, count: 30))
        var sound = Sound.plainSine
        sound["osc1.shape"] = 1
        sound.change.seconds = 0.04
        bench.instrument.load(sound)
        expectDoubled(bench, steady: steady, cells: 120)
    }

    @Test(arguments: [8, 64, 512]) func `a parameter that is crossfaded at most doubles the cost for 20 ms`(voices: Int) {
        let bench = hold(voices)
        bench.instrument.parameters.set(.oscillator(0, .shape), to: 1)
        expectDoubled(bench, steady: (voices + 15) / 16, cells: 60)
    }

    private func expectDoubled(_ bench: Bench, steady: Int, cells: Int) {
        let rounds = (steady + Crossfade.width - 1) / Crossfade.width
        // No turn is shorter than 6 ms; it begins and ends on a line.
        let turn = max(cells / rounds, 18) + 1
        let counts = groups(bench, cells: rounds * turn + 60)
        #expect(counts.max()! == steady + min(steady, Crossfade.width))
        #expect(counts[(rounds * turn)...].allSatisfy { $0 == steady })
        // Each group sounded twice, and for no longer than its turn.
        let extra = counts.reduce(0) { $0 + $1 - steady }
        #expect(extra >= steady * (turn - 2) && extra <= steady * turn, "\(extra) more than \(steady) groups a cell")
    }

    @Test(arguments: [8, 64, 512]) func `tail and cut cost no more than the notes that sound`(voices: Int) {
        for rule in [SoundChange.Rule.tail, .cut] {
            let bench = hold(voices)
            let steady = (voices + 15) / 16
            var sound = Sound.plainSine
            sound["osc1.shape"] = 1
            sound.change.rule = rule
            bench.instrument.load(sound)
            let counts = groups(bench, cells: 60)
            #expect(counts.max()! == steady)
            // 5 ms of fading, and what is below hearing behind it.
            #expect(counts.last! == (rule == .cut ? 0 : steady))
        }
    }
}
