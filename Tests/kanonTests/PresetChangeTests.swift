import Foundation
import KanonControl
import KanonEngine
import KanonTesting
import Testing

@testable import kanon

/// Shipped presets that follow each other while eight keys are held.
struct PresetChangeTests {
    /// One preset, the one that follows, and how.
    struct Case: Sendable, CustomTestStringConvertible {
        let from: String
        let to: String
        let rule: SoundChange.Rule

        var testDescription: String { "\(from) → \(to), \(rule)" }
    }

    /// Every ordered pair under every rule, or a sample of them.
    static let cases: [Case] = {
        let names = Library.standard.presets.map(\.name)
        let all = names.flatMap { from in
            names.filter { $0 != from }.flatMap { to in SoundChange.Rule.allCases.map { Case(from: from, to: to, rule: $0) } }
        }
        var dice = Dice(62)
        return Extent.isLong ? all : Array(all.shuffled(using: &dice).prefix(90))
    }()

    /// What the measure finds must not be of its own making: beating and noise are never twice the same.
    @Test(arguments: Library.standard.presets.map(\.name)) func `a preset that nothing follows is smooth`(name: String) throws {
        let preset = try #require(HeldPreset.all[name])
        for moment in 0..<Extent.choose(1, long: 20) {
            for rule in [SoundChange.Rule.morph, .tail] {
                let run = Self.run(from: preset, to: nil, rule: rule, seed: moment)
                #expect(run.transition.isSmooth, "\(rule): \(run.transition)")
                #expect(run.silence == nil)
            }
        }
    }

    @Test(arguments: cases) func `a preset that follows another is smooth`(change: Case) throws {
        let from = try #require(HeldPreset.all[change.from])
        let to = try #require(HeldPreset.all[change.to])
        let run = Self.run(from: from, to: to, rule: change.rule, seed: change.testDescription.utf8.reduce(0) { 31 &* $0 &+ Int($1) })
        #expect(run.transition.isSmooth, "\(run.transition)")
        #expect(run.silence == nil)
    }

    /// Holds eight keys for a second, changes, and listens until what follows has settled.
    private static func run(
        from: HeldPreset, to: HeldPreset?, rule: SoundChange.Rule, seed: Int
    ) -> (transition: Transition, silence: Int?) {
        let stage = Stage(from.sound)
        stage.strike(HeldPreset.keys)
        var dice = Dice(seed)
        stage.render(48_000 + dice.below(9_600))
        let change = stage.frames
        var sound = to?.sound ?? from.sound
        sound.change.rule = rule
        let settled = change + Int(sound.change.seconds * 48_000) + 24_000
        if to != nil { stage.instrument.load(sound) }
        stage.render(settled - change + 24_000)

        let next = (to ?? from).own(after: from)
        var known = stage.take.roughness(in: change - 24_000..<change)
        if from.own.isSustaining { known = known.joined(with: from.own.steady) }
        if rule != .tail { known = known.joined(with: next.roughness) }
        let goesOn = from.own.isSustaining && (rule == .tail || rule == .morph && next.isSustaining)
        let soon = stage.take.roughness(in: settled..<stage.frames)
        var transition = Transition(stage.take, change..<settled, beside: known.joined(with: soon))
        if !transition.isSmooth {
            // Before it is found at fault: eight seconds more, in which all that swings slowly in what follows comes round, and the
            // new preset with notes as the old one struck them.
            stage.render(8 * 48_000)
            known = known.joined(with: stage.take.roughness(in: settled..<stage.frames))
            if let to, rule == .morph { known = known.joined(with: to.own(withNotesOf: from).roughness) }
            transition = Transition(stage.take, change..<settled, beside: known)
        }
        return (transition, goesOn ? stage.take.silence(in: change..<settled) : nil)
    }
}
