import KanonControl
import KanonEngine
import KanonTesting

/// What is its own of a preset whose notes were struck in another one, or that sounds in the effects of another one.
extension HeldPreset {
    /// Moments of the effects' slow swings, at which a change can find them.
    private static let moments = 16

    /// What notes of this preset that are `age` frames old are like in `other`, for `frames` frames, once it has taken over from
    /// this one under `rule`.
    func own(in other: HeldPreset, _ rule: SoundChange.Rule, age: Int, frames: Int) -> Roughness {
        switch rule {
        case .morph: own(turnedInto: other, age: age, frames: frames)
        case .tail: own(withEffectsOf: other, age: age, frames: frames)
        case .cut: Roughness()
        }
    }

    /// What stands out of `other` as the notes of this preset play it that are `age` frames old: with their phases, envelopes,
    /// swings, velocities and places, which are never those of notes that were struck in `other`.
    private func own(turnedInto other: HeldPreset, age: Int, frames: Int) -> Roughness {
        let old = Stage(sound)
        old.strike(Self.keys)
        old.render(age - old.frames)
        old.renderToLine()
        return Self.roughness(of: other.sound, fromEffectsOf: sound) { stage in
            stage.renderToLine()
            stage.takeUpVoices(of: old)
            let start = stage.frames
            stage.render(frames)
            return start..<stage.frames
        }
    }

    /// What stands out of this preset in the effects of `other`, from half a second before its notes are `age` frames old on.
    private func own(withEffectsOf other: HeldPreset, age: Int, frames: Int) -> Roughness {
        var sound = sound
        for parameter in Parameter.all where Self.isBehindVoices(parameter) { sound[parameter.id] = other.sound[parameter.id] }
        return Self.roughness(of: sound, fromEffectsOf: self.sound) { stage in
            let start = stage.frames + age - 24_000
            stage.strike(Self.keys)
            stage.render(age + frames)
            return start..<stage.frames
        }
    }

    private static func isBehindVoices(_ parameter: Parameter) -> Bool {
        [.drive, .chorus, .delay, .reverb].contains(parameter.section) || parameter.key == "master.width"
    }

    /// The roughness of the windows that `play` renders in `sound`, whose effects have swung for another time in each, and whose
    /// delays that slide are on another place of their way from those of `old`.
    private static func roughness(of sound: Sound, fromEffectsOf old: Sound, _ play: (Stage) -> Range<Int>) -> Roughness {
        (0..<moments).reduce(Roughness()) { all, moment in
            var sound = sound
            for id in ["chorus.depth", "reverb.size"].compactMap({ Parameter.named($0)?.id }) {
                sound[id] += (old[id] - sound[id]) * Float(moment & 3) / 3
            }
            let stage = Stage(sound)
            // Effects rest until there is a sound.
            stage.strike(keys)
            stage.render(480)
            stage.send([[0xB0, 120, 0]])
            stage.render(48_000 + 29_000 * moment)
            let window = play(stage)
            return all.joined(with: stage.take.roughness(in: window))
        }
    }
}
