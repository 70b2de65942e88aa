@testable import KanonEngine

extension Sound {
    /// A sound of which every parameter and every modulation is left to the dice, except that its notes sound on while they are
    /// held.
    static func random(_ dice: inout Dice) -> Sound {
        let targets = Parameter.all.filter { $0.modulationUnit != nil && $0.section != .amp }
        var sound = Sound()
        for parameter in Parameter.all where parameter.section.belongsToPreset {
            sound[parameter.id] = parameter.randomValue(&dice)
        }
        sound["voice.mode"] = 0
        sound["amp.attack"] = 0.001
        sound["amp.sustain"] = 1
        sound.modulations = (0..<dice.below(8)).map { _ in
            Modulation(
                source: ModulationInput.allCases[dice.below(11)], via: nil, parameter: targets[dice.below(targets.count)].id,
                amount: dice.share())
        }
        sound.change.rule = SoundChange.Rule.allCases[dice.below(3)]
        sound.change.seconds = 0.2 * dice.share()
        return sound
    }
}

extension Parameter {
    /// Any value it can have.
    func randomValue(_ dice: inout Dice) -> Float {
        let value = row.range.lowerBound + (row.range.upperBound - row.range.lowerBound) * dice.share()
        return row.counts ? value.rounded() : value
    }
}
