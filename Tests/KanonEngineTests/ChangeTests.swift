import KanonState
import Testing

@testable import KanonEngine

struct ChangeTests {
    private let keys: [UInt8] = [36, 43, 48, 55, 60, 64, 67, 72]

    private func sound(_ shape: Float, rule: SoundChange.Rule = .morph, seconds: Float = 0.04) -> Sound {
        var sound = Sound.plainSine
        sound["osc1.shape"] = shape
        sound["master.level"] = 0.05
        sound["amp.release"] = 0.3
        sound.change.rule = rule
        sound.change.seconds = seconds
        return sound
    }

    private func hold(_ sound: Sound, keys: Int = 8, polyphony: Int = 64) -> Bench {
        let bench = Bench(sound, polyphony: polyphony)
        for key in 0..<keys { bench.push(.noteOn, key: keys > 8 ? UInt8(key) : self.keys[key], value: 1) }
        bench.run(4_800)
        return bench
    }

    /// The phases of the first oscillator by key.
    private func phases(_ bench: Bench) -> [UInt8: UInt32] {
        var phases: [UInt8: UInt32] = [:]
        let pool = bench.instrument.engine.pointee.pool
        for index in 0..<pool.groupCount * 16 where pool.groups[index / 16].active & (1 << UInt16(index % 16)) != 0 {
            phases[pool.sets[index / 16].keys[index % 16]] = pool.groups[index / 16].oscillators[0].copies[0].phase[index % 16]
        }
        return phases
    }

    @Test func `a morph fades one shape over another, from the same phases`() {
        let still = hold(sound(0))
        let bench = hold(sound(0))
        bench.instrument.load(sound(1))
        bench.run(19_200)
        still.run(19_200)
        #expect(phases(bench) == phases(still))
        #expect(bench.heldKeys == still.heldKeys)
        // In the end it is the other sound.
        let other = hold(sound(1))
        other.run(19_200)
        #expect(difference(bench.left.suffix(4_800), other.left.suffix(4_800)) < 1e-4)
        // And in the beginning mostly the one before.
        #expect(difference(bench.left[4_800..<4_832], still.left[4_800..<4_832]) < 0.01)
        // Two steady sounds are never silent between.
        #expect(level(bench.left[4_800..<6_800]) > 0.5 * level(still.left[4_800..<6_800]))
    }

    @Test func `notes that sound end as they are under tail, and new ones play the new sound`() {
        let still = hold(sound(0))
        let bench = hold(sound(0))
        bench.instrument.load(sound(1, rule: .tail))
        bench.run(4_800)
        still.run(4_800)
        #expect(bench.left == still.left)
        bench.push(.noteOn, key: 96, value: 1)
        bench.run(4_800)
        #expect(bench.heldKeys.count == 9)
        for key in keys { bench.push(.noteOff, key: key) }
        bench.run(28_800)
        let alone = Bench(sound(1))
        alone.push(.noteOn, key: 96, value: 1)
        alone.run(28_800)
        #expect(abs(level(bench.left.suffix(4_800)) / level(alone.left.suffix(4_800)) - 1) < 1e-3)
        #expect(bench.heldKeys == [96])
    }

    @Test func `more sounds ring than there is room for, and all notes end`() {
        let bench = Bench(sound(0))
        for (step, key) in (40..<60).enumerated() {
            bench.push(.noteOn, key: UInt8(key), value: 1)
            bench.run(480)
            bench.instrument.load(sound(Float(step % 3), rule: .tail))
            bench.run(480)
            bench.instrument.collect()
        }
        let own = largestStep(bench.left)
        #expect(own < 0.1)
        #expect(bench.heldKeys.count >= 3)
        for key in 40..<60 { bench.push(.noteOff, key: UInt8(key)) }
        bench.run(48_000)
        #expect(bench.sounding.isEmpty)
    }

    @Test func `cut fades within 5 ms, and a key struck again plays the new sound`() {
        let bench = hold(sound(0))
        bench.instrument.load(sound(1, rule: .cut))
        bench.run(480)
        #expect(bench.sounding.isEmpty)
        #expect(largestStep(bench.left[5_040...]) < 1e-3)
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(4_800)
        #expect(bench.heldKeys == [60])
        #expect(level(bench.left.suffix(2_400)) > 0.005)
    }

    @Test func `a hundred changes a second neither click nor lag`() {
        let bench = hold(sound(0))
        let own =
            [Float(0), 1].map { (shape: Float) -> Float in
                let steady = hold(sound(shape))
                steady.run(96_000)
                return largestStep(steady.left[4_800...])
            }.max() ?? 0
        for step in 0..<100 {
            bench.instrument.load(sound(Float(step % 2)))
            bench.run(480)
            bench.instrument.collect()
        }
        // So long that offsets have died away behind the voices.
        bench.run(48_000)
        #expect(largestStep(bench.left[4_800...]) <= own * 1.12)
        let last = hold(sound(1))
        last.run(96_000)
        #expect(difference(bench.left.suffix(480), last.left.suffix(480)) < 1e-4)
    }

    @Test func `many voices cross over group by group`() {
        let bench = hold(sound(0), keys: 120, polyphony: 128)
        bench.instrument.load(sound(1))
        var widest = 0
        for _ in 0..<40 {
            bench.run(64)
            widest = max(widest, (0..<4).count { bench.groups[bench.instrument.engine.pointee.pool.groupCount + $0].active != 0 })
        }
        bench.run(48_000)
        #expect(widest == Crossfade.width)
        #expect(!bench.instrument.engine.pointee.crossfade.isActive)
        #expect(bench.heldKeys.count == 120)
        let other = hold(sound(1), keys: 120, polyphony: 128)
        other.run(bench.left.count - other.left.count)
        #expect(difference(bench.left.suffix(480), other.left.suffix(480)) < 1e-3)
    }

    @Test func `a long morph goes by equal factors and arrives`() {
        var (from, to) = (sound(0), sound(0, seconds: 1))
        from["filter.cutoff"] = 200
        to["filter.cutoff"] = 12_800
        let bench = hold(from)
        bench.instrument.load(to)
        bench.run(24_000)
        let own = bench.instrument.engine.pointee.layers.own
        #expect(abs(own.pointee.values[.filter(.cutoff)] / 1_600 - 1) < 0.06)
        bench.run(28_800)
        #expect(own.pointee.values[.filter(.cutoff)] == 12_800)
    }

    @Test func `a knob that is turned during a morph goes its own way`() {
        var (from, to) = (sound(0), sound(0, seconds: 1))
        from["filter.cutoff"] = 200
        to["filter.cutoff"] = 12_800
        let bench = hold(from)
        bench.instrument.load(to)
        bench.run(4_800)
        bench.instrument.parameters.set(.filter(.cutoff), to: 500)
        bench.run(9_600)
        let own = bench.instrument.engine.pointee.layers.own
        #expect(own.pointee.values[.filter(.cutoff)] == 500)
        bench.run(48_000)
        #expect(own.pointee.values[.filter(.cutoff)] == 500)
    }

    @Test func `what is locked stays, and an edit leaves alone what it does not change`() {
        let bench = hold(sound(0))
        let own = bench.instrument.engine.pointee.layers.own
        bench.instrument.parameters.set(.filter(.cutoff), to: 500)
        bench.run(9_600)
        var edited = sound(0)
        edited["amp.sustain"] = 0.5
        bench.instrument.load(edited, isEdit: true)
        bench.run(9_600)
        #expect(own.pointee.values[.filter(.cutoff)] == 500)
        #expect(own.pointee.values[.amp(.sustain)] == 0.5)
        var locked = sound(0)
        locked["filter.cutoff"] = 3_000
        locked.locked = [.filter(.cutoff)]
        bench.instrument.load(locked)
        bench.run(9_600)
        #expect(own.pointee.values[.filter(.cutoff)] == 500)
        #expect(own.pointee.values[.amp(.sustain)] == 1)
        bench.instrument.load(sound(0))
        bench.run(9_600)
        #expect(own.pointee.values[.filter(.cutoff)] == 20_000)
    }

    @Test func `fewer voices than sound leave those that are missed most, without a click`() {
        let bench = hold(sound(0))
        let own = largestStep(bench.left[960...])
        bench.instrument.parameters.set(.voice(.polyphony), to: 3)
        bench.run(960)
        #expect(bench.heldKeys.count == 3)
        #expect(bench.heldKeys.first == 36 && bench.heldKeys.last == 72)
        bench.push(.noteOn, key: 80, value: 1)
        bench.run(960)
        #expect(bench.heldKeys.count == 3)
        bench.instrument.parameters.set(.voice(.polyphony), to: 1024)
        bench.run(64)
        for key in keys { bench.push(.noteOn, key: key + 1, value: 1) }
        bench.run(960)
        #expect(bench.heldKeys.count == 11)
        #expect(largestStep(bench.left[4_800..<6_720]) < own * 1.12)
    }

    @Test func `one voice goes on under tail while the next plays the new sound`() {
        var (mono, next) = (sound(0), sound(1, rule: .tail))
        mono["voice.mode"] = 1
        next["voice.mode"] = 1
        let bench = hold(mono, keys: 1)
        bench.instrument.load(next)
        bench.run(480)
        bench.push(.noteOn, key: 72, value: 1)
        bench.run(480)
        #expect(bench.heldKeys == [36, 72])
        bench.push(.noteOff, key: 72)
        bench.run(480)
        #expect(bench.heldKeys == [36])
        bench.push(.noteOff, key: 36)
        bench.run(28_800)
        #expect(bench.sounding.isEmpty)
    }
}
