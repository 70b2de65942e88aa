import KanonTesting
import Testing

@testable import KanonEngine

/// Parameters that are set from one value to another in one go, as a program does.
struct ParameterStepTests {
    @Test(arguments: Parameter.all.map(\.key)) func `a parameter that steps across its range is smooth`(key: String) {
        let trial = ParameterTrial(key)
        var dice = Dice(key.utf8.reduce(0) { 31 &* $0 &+ Int($1) })
        let values = Extent.isLong ? trial.values : Array(trial.values.shuffled(using: &dice).prefix(3))
        let own = trial.own(values)
        var place = 0
        let stage = HeldKey.stage(trial.sound)
        stage.instrument.parameters.set(trial.parameter.id, to: values[0])
        stage.render(24_000)
        for _ in 0..<Extent.choose(3, long: 64) {
            let next = (place + 1 + dice.below(values.count - 1)) % values.count
            stage.render(dice.below(2_400))
            let change = stage.frames
            stage.instrument.parameters.set(trial.parameter.id, to: values[next])
            stage.render(12_000)
            let transition = Transition(stage.take, change..<stage.frames, beside: own[place].joined(with: own[next]))
            #expect(transition.isSmooth, "\(values[place]) → \(values[next]): \(transition)")
            place = next
        }
    }
}
