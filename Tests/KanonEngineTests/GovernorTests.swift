import KanonTesting
import Testing

@testable import KanonEngine

/// Voices that end because blocks take too long.
struct GovernorTests {
    private static func stage(keys: [UInt8], polyphony: Int = 64, release: Float = 0.05, level: Float = 0.05) -> Stage {
        var sound = Sound.plainSine
        sound[.master(.level)] = level
        sound[.amp(.attack)] = 0.01
        sound[.amp(.velocity)] = 0.5
        sound[.amp(.release)] = release
        let stage = Stage(sound, polyphony: polyphony)
        stage.strike(keys)
        stage.render(4_800)
        return stage
    }

    /// Plays on for `seconds`; every voice costs `share` of a period.
    private static func play(_ stage: Stage, seconds: Double, share: Double, fixed: Double = 0, _ block: (Int) -> Void = { _ in }) {
        for number in 0..<Int(seconds * 750) {
            stage.load = Double(stage.instrument.meter[.voices]) * share + fixed
            block(number)
            stage.render(64)
        }
    }

    private static let chord = (0..<64).map { UInt8(36 + $0) }

    private static func shed(_ stage: Stage) -> Int { Int(stage.instrument.meter[.shedVoices]) }
    private static func voices(_ stage: Stage) -> Int { Int(stage.instrument.meter[.voices]) }

    @Test(arguments: [64, 7, 1]) func `within its budget no voice ends, nor for single blocks beyond it`(seed: Int) {
        let stage = Self.stage(keys: Self.chord)
        var dice = Dice(seed)
        var wasDear = false
        for _ in 0..<2_000 {
            let isDear = !wasDear && dice.below(5) == 0
            wasDear = isDear
            stage.load = isDear ? 0.8 + Double(dice.below(7_000)) / 100 : 0.01 + 0.74 * Double(dice.below(1_000)) / 1_000
            stage.render(64)
        }
        #expect(Self.shed(stage) == 0)
        #expect(Self.voices(stage) == 64)
    }

    @Test func `where nothing is measured nothing is governed`() {
        let stage = Self.stage(keys: Self.chord)
        stage.render(48_000)
        #expect(Self.shed(stage) == 0)
        #expect(stage.instrument.meter[.fittingVoices] == 0)
    }

    @Test(arguments: [1.05, 1.5, 2.0, 4.0]) func `as many end as are too many, within 40 ms and without a click`(load: Double) {
        let level: Float = 0.05
        let stage = Self.stage(keys: Self.chord, level: level)
        let begin = stage.frames
        Self.play(stage, seconds: 0.04, share: load / 64)
        let fitting = 64 * 0.75 / load
        #expect(Double(Self.voices(stage)) <= fitting)
        #expect(Double(Self.voices(stage)) >= fitting * 0.7)
        Self.play(stage, seconds: 1, share: load / 64)
        #expect(Double(Self.voices(stage)) >= fitting * 0.7)
        #expect(Self.shed(stage) == 64 - Self.voices(stage))
        let own = HeldKey.greatestSteps(of: Self.chord, level: Double(level))
        let transition = Transition(stage.take, begin..<stage.frames, beside: own)
        #expect(transition.isSmooth, "\(transition)")
    }

    @Test func `those that ring out end before those that are held, and the quieter before the louder`() {
        let stage = Self.stage(keys: Self.chord, release: 20)
        stage.send((0..<32).map { [0x80, UInt8(36 + 2 * $0), 64] })
        Self.play(stage, seconds: 0.2, share: 1.0 / 64)
        let pool = stage.instrument.engine.pointee.pool
        let held = (0..<64).filter { pool.state($0) == VoiceState.held }.count
        #expect(held == 32)
        #expect((10..<32).contains(Self.shed(stage)))

        let other = Self.stage(keys: [], release: 20)
        other.strike(Array(Self.chord[..<32]), velocity: 120)
        other.strike(Array(Self.chord[32...]), velocity: 5)
        other.render(4_800)
        Self.play(other, seconds: 0.2, share: 1.0 / 64)
        let loud = (0..<64).filter { other.instrument.engine.pointee.pool.state($0) == VoiceState.held }
            .map { other.instrument.engine.pointee.pool.keys(of: $0) }
        #expect(Set(36..<68).isSubset(of: Set(loud.map(Int.init))))
    }

    @Test func `a new note begins at once in the place of another`() {
        let stage = Self.stage(keys: Self.chord)
        Self.play(stage, seconds: 0.2, share: 2.0 / 64)
        let steals = stage.instrument.meter[.steals]
        for key in UInt8(100)..<110 {
            stage.strike([key])
            let pool = stage.instrument.engine.pointee.pool
            #expect((0..<pool.groupCount * 16).contains { pool.state($0) == VoiceState.held && pool.keys(of: $0) == key })
        }
        #expect(stage.instrument.meter[.steals] >= steals + 8)
        Self.play(stage, seconds: 0.1, share: 2.0 / 64)
        #expect(Self.voices(stage) <= 24)
    }

    @Test func `when voices cost less all that there are may sound again`() {
        let stage = Self.stage(keys: Self.chord)
        Self.play(stage, seconds: 0.2, share: 3.0 / 64)
        #expect(Self.voices(stage) <= 16)
        Self.play(stage, seconds: 0.3, share: 0.2 / 64)
        #expect(stage.instrument.meter[.fittingVoices] == 64)
        stage.strike(Self.chord)
        Self.play(stage, seconds: 0.3, share: 0.2 / 64)
        #expect(Self.voices(stage) == 64)
    }

    @Test func `playing on at the brink, nearly all blocks fit and what fits is used`() {
        let stage = Self.stage(keys: Self.chord)
        var dice = Dice(3)
        var dear = 0
        var fewest = 64
        Self.play(stage, seconds: 4, share: 1.5 / 64) { number in
            if number > 100 {
                if stage.load > 1 { dear += 1 }
                fewest = min(fewest, Self.voices(stage))
            }
            if number % 8 == 0 { stage.strike([UInt8(36 + dice.below(64))]) }
        }
        #expect(dear == 0)
        #expect(fewest >= 20)
    }

    @Test func `what voices are not to blame for leaves four of them`() {
        let stage = Self.stage(keys: Self.chord)
        Self.play(stage, seconds: 0.5, share: 0, fixed: 1.2)
        #expect(Self.voices(stage) == Governor.leastVoices)
    }
}

extension VoicePool {
    /// The key of a voice.
    fileprivate func keys(of index: Int) -> UInt8 { sets[index >> 4].keys[index & 15] }
}
