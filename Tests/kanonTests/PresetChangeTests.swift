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

    /// Sounds of which nothing is above 12 kHz.
    static let dark = [
        Case(from: "sine", to: "undertow", rule: .morph), Case(from: "sub-bass", to: "turbine", rule: .morph),
        Case(from: "ether", to: "warm-pad", rule: .morph), Case(from: "reese", to: "sub-bass", rule: .cut),
        Case(from: "horn", to: "warm-pad", rule: .tail), Case(from: "turbine", to: "synth-brass", rule: .tail),
    ]

    /// With everything beside which a change is measured before it is found at fault.
    @Test(arguments: dark) func `a click of one sample at −60 dB in a change is found`(change: Case) throws {
        let from = try #require(HeldPreset.all[change.from])
        let to = try #require(HeldPreset.all[change.to])
        for click in [0, 240, 1_920, 25_000] {
            let run = Self.run(from: from, to: to, rule: change.rule, seed: click, click: click)
            #expect(run.transition.highExcess > 1, "\(click) frames behind the change")
        }
    }

    /// Holds eight keys for a second, changes, and listens until what follows has settled. `click`: frames behind the change at
    /// which a sample is 0.001 higher.
    private static func run(
        from: HeldPreset, to: HeldPreset?, rule: SoundChange.Rule, seed: Int, click: Int? = nil
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
        var heard = stage.take
        if let click { heard.left[change + click] += 0.001 }

        let next = (to ?? from).own(after: from)
        var known = heard.roughness(in: change - 24_000..<change)
        if from.own.isSustaining { known = known.joined(with: from.own.steady) }
        if rule != .tail { known = known.joined(with: next.roughness) }
        let goesOn = from.own.isSustaining && (rule == .tail || rule == .morph && next.isSustaining)
        let soon = heard.roughness(in: settled..<heard.frames)
        var transition = Transition(heard, change..<settled, beside: known.joined(with: soon))
        if !transition.isSmooth {
            // Before it is found at fault: eight seconds more, in which all that swings slowly in what follows comes round, and what
            // the old notes are in the new preset, or in its effects.
            stage.render(8 * 48_000)
            known = known.joined(with: stage.take.roughness(in: settled..<stage.frames))
            if let to { known = known.joined(with: from.own(in: to, rule, age: change, frames: settled - change)) }
            transition = Transition(heard, change..<settled, beside: known)
        }
        return (transition, goesOn ? heard.silence(in: change..<settled) : nil)
    }
}
