import KanonEngine

/// Sounds whose cost is followed over time: in code, so that no edit of a preset moves the figures.
enum BenchSound {
    /// The typical voice: two saws a little apart with vibrato, a low-pass whose corner an envelope and a low-frequency
    /// oscillator move, a place between left and right.
    static var typical: Sound {
        var sound = plain
        sound["osc1.shape"] = Float(OscillatorShape.saw.rawValue)
        sound["osc1.level"] = 0.4
        sound["osc1.cent"] = -6
        sound["osc2.shape"] = Float(OscillatorShape.saw.rawValue)
        sound["osc2.level"] = 0.4
        sound["osc2.cent"] = 6
        return sound
    }

    /// The typical voice with its filter an octave up.
    static var bright: Sound {
        var sound = typical
        sound["filter.cutoff"] = 1800
        return sound
    }

    /// One vortex through the same filter.
    static var vortex: Sound {
        var sound = plain
        sound["osc1.shape"] = Float(OscillatorShape.vortex.rawValue)
        sound["osc1.level"] = 0.5
        sound["osc1.intensity"] = 3
        return sound
    }

    /// The typical voice, but one for all keys.
    static var mono: Sound {
        var sound = typical
        sound["voice.mode"] = Float(VoiceMode.mono.rawValue)
        sound["voice.glide"] = 0.05
        return sound
    }

    /// A sine that begins at once, from its zero, and ends as soon.
    static var stroke: Sound {
        var sound = Sound()
        sound["osc1.phase"] = 1
        sound["amp.attack"] = 0.001
        sound["amp.release"] = 0.003
        sound["amp.velocity"] = 0
        sound["voice.spread"] = 0
        sound["master.level"] = 0.5
        return sound
    }

    /// What both voices have behind their oscillators. The envelopes are slow enough to move as long as a bench lasts.
    private static var plain: Sound {
        var sound = Sound()
        sound["filter.cutoff"] = 900
        sound["filter.resonance"] = 0.3
        sound["filter.envelope"] = 2
        sound["filter.key"] = 0.5
        sound["amp.attack"] = 0.005
        sound["amp.decay"] = 20
        sound["amp.sustain"] = 0.6
        sound["amp.release"] = 1
        sound["mod.decay"] = 20
        sound["mod.sustain"] = 0.2
        sound["mod.release"] = 1
        sound["lfo1.rate"] = 3
        sound["vibrato.depth"] = 10
        sound["voice.spread"] = 0.5
        sound["master.level"] = 0.05
        sound.modulations = [
            Sound.Modulation(source: .lfo1, parameter: Parameter.named("filter.cutoff")!.id, amount: 0.3)
        ]
        return sound
    }
}

extension Sound {
    /// The value of the parameter called `key`, which must exist.
    fileprivate subscript(key: String) -> Float {
        get { self[Parameter.named(key)!.id] }
        set { self[Parameter.named(key)!.id] = newValue }
    }
}
