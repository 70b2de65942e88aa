import KanonState

// The parameter table, as far as it is about voices: one row a parameter. The cells' numbers, the keys of files and of mappings, the checks, the
// help and the tests follow from these rows.

/// What every oscillator has.
public enum OscillatorField: Int, CaseIterable, Sendable {
    case shape, level, pan, octave, semitone, cent, pitch, ratio, width, intensity, modulator, morph, index, sync, unison, detune, spread
    case phase

    func row(isFirst: Bool) -> ParameterRow {
        switch self {
        case .shape: ParameterRow("shape", choices: OscillatorShape.allCases.map { "\($0)" }, "Waveform", .crossfaded)
        case .level:
            ParameterRow(
                "level", 0...2, .gain, .squared, initial: isFirst ? 1 : 0, "Loudness in the mix", target: VoiceTarget.Oscillator.level)
        case .pan: ParameterRow("pan", -1...1, .share, initial: 0, "Place between left and right", target: VoiceTarget.Oscillator.pan)
        case .octave: ParameterRow("octave", -4...4, .steps, initial: 0, "Transposition in octaves", .crossfaded)
        case .semitone: ParameterRow("semitone", -24...24, .semitones, initial: 0, "Transposition in semitones")
        case .cent: ParameterRow("cent", -100...100, .cents, initial: 0, "Fine tuning")
        case .pitch:
            ParameterRow(
                "pitch", -60...60, .semitones, initial: 0, "On top of octave, semitone and cent, for knobs and modulations",
                target: VoiceTarget.Oscillator.pitch)
        case .ratio: ParameterRow("ratio", 0.0625...32, .ratio, .exponential, initial: 1, "Frequency as a multiple of the note's")
        case .width:
            ParameterRow(
                "width", 0.02...0.98, .share, initial: 0.5, "Pulse: share of the period for which it is high",
                target: VoiceTarget.Oscillator.width)
        case .intensity:
            ParameterRow(
                "intensity", 0...50, .radians, .squared, initial: 0,
                "Vortex: greatest depth of phase modulation; fold: how deep it is folded",
                target: VoiceTarget.Oscillator.intensity)
        case .modulator:
            ParameterRow(
                "modulator", 0.0625...32, .ratio, .exponential, initial: 1.618034,
                "Vortex: modulator frequency as a multiple of the oscillator's", target: VoiceTarget.Oscillator.modulator)
        case .morph: ParameterRow("morph", 0.001...20, .hertz, .exponential, initial: 0.2, "Vortex: how fast the depth is swept")
        case .index:
            ParameterRow(
                "index", 0...50, .radians, .squared, initial: 0, "Depth to which the next oscillator modulates this one's phase",
                target: VoiceTarget.Oscillator.index)
        case .sync:
            ParameterRow(
                "sync", 1...16, .ratio, .exponential, initial: 1, "Sync: how many times faster the slave runs than the note",
                target: VoiceTarget.Oscillator.sync)
        case .unison: ParameterRow("unison", 1...8, .steps, initial: 1, "Copies of the oscillator, detuned against each other", .crossfaded)
        case .detune: ParameterRow("detune", 0...200, .cents, .squared, initial: 16, "Distance of the outermost copies")
        case .spread: ParameterRow("spread", 0...1, .share, initial: 0.6, "How far apart the copies are placed")
        case .phase:
            ParameterRow("phase", choices: ["free", "reset"], "Whether a note goes on from any phase or begins at the same", .nextNote)
        }
    }
}

/// The waveforms of an oscillator.
public typealias OscillatorShape = KanonState.OscillatorShape

/// The filter of every voice.
public enum FilterField: Int, CaseIterable, Sendable {
    case type, cutoff, resonance, drive, envelope, key, velocity

    var row: ParameterRow {
        switch self {
        case .type: ParameterRow("type", choices: FilterType.allCases.map(\.name), "Which part of the spectrum passes", .crossfaded)
        case .cutoff:
            ParameterRow("cutoff", 20...20_000, .hertz, .exponential, initial: 20_000, "Corner frequency", target: VoiceTarget.cutoff)
        case .resonance:
            ParameterRow("resonance", 0...1, .share, initial: 0, "Emphasis at the corner", target: VoiceTarget.resonance)
        case .drive: ParameterRow("drive", 0...1, .share, initial: 0, "Saturation before the filter", target: VoiceTarget.drive)
        case .envelope: ParameterRow("envelope", -8...8, .octaves, initial: 0, "How far the mod envelope moves the corner")
        case .key: ParameterRow("key", 0...1, .share, initial: 0, "How far the corner follows the keyboard")
        case .velocity: ParameterRow("velocity", 0...8, .octaves, initial: 0, "How far a soft note closes the filter")
        }
    }
}

/// The responses of the filter.
public enum FilterType: Int, CaseIterable, Sendable {
    case lowpass, highpass, bandpass, notch, lowpass24
    /// The name in files.
    public var name: String { "\(self)" }
}

/// What every envelope has.
public enum EnvelopeField: Int, CaseIterable, Sendable {
    case attack, decay, sustain, release, curve

    /// `first`: the target of the attack, which those of decay, sustain and release follow.
    func row(first: Int) -> ParameterRow {
        switch self {
        case .attack:
            ParameterRow("attack", 0.001...20, .seconds, .exponential, initial: 0.003, "Time to rise to full level", target: first)
        case .decay:
            ParameterRow(
                "decay", 0.001...60, .seconds, .exponential, initial: 1, "Time to fall by 60 dB towards the sustain level",
                target: first + 1)
        case .sustain:
            ParameterRow("sustain", 0...1, .gain, .squared, initial: 1, "Level while the key is held", target: first + 2)
        case .release:
            ParameterRow(
                "release", 0.001...60, .seconds, .exponential, initial: 0.3, "Time to fall by 60 dB after the key is let go",
                target: first + 3)
        case .curve:
            ParameterRow("curve", -1...1, .share, initial: 0.3, "Attack: above 0 it begins fast, below 0 slowly; 0 is straight")
        }
    }
}

/// The envelope of loudness, and what velocity does to it.
public enum AmpField: Int, CaseIterable, Sendable {
    case attack, decay, sustain, release, curve, velocity

    var row: ParameterRow {
        EnvelopeField(rawValue: rawValue)?.row(first: VoiceTarget.ampAttack)
            ?? ParameterRow("velocity", 0...1, .share, initial: 0.7, "How much softer a soft note is", .nextNote)
    }
}

/// A low-frequency oscillator of every voice.
public enum LfoField: Int, CaseIterable, Sendable {
    case shape, rate, beats, sync, fade, level

    func row(number: Int) -> ParameterRow {
        switch self {
        case .shape: ParameterRow("shape", choices: LfoShape.allCases.map(\.name), "Waveform; steps and drift are random", .crossfaded)
        case .rate:
            ParameterRow("rate", 0.01...50, .hertz, .exponential, initial: 2, "Speed", target: VoiceTarget.lfoRate + number)
        case .beats: ParameterRow("beats", 0...64, .beats, initial: 0, "Length of a turn in beats of the tempo; 0 goes by rate")
        case .sync: ParameterRow("sync", choices: ["free", "key"], "Whether all notes share one phase or each begins its own", .nextNote)
        case .fade: ParameterRow("fade", 0...20, .seconds, .squared, initial: 0, "Time in which it fades in")
        case .level:
            ParameterRow("level", 0...1, .share, initial: 1, "How much of it there is", target: VoiceTarget.lfoLevel + number)
        }
    }
}

/// The waveforms of a low-frequency oscillator.
public enum LfoShape: Int, CaseIterable, Sendable {
    case sine, triangle, saw, square, steps, drift
    /// The name in files.
    public var name: String { "\(self)" }
}

/// The pitch vibrato, which the wheel adds to.
public enum VibratoField: Int, CaseIterable, Sendable {
    case rate, depth, wheel

    var row: ParameterRow {
        switch self {
        case .rate: ParameterRow("rate", 0.05...20, .hertz, .exponential, initial: 5.5, "Speed")
        case .depth: ParameterRow("depth", 0...200, .cents, .squared, initial: 0, "Deviation of pitch")
        case .wheel: ParameterRow("wheel", 0...200, .cents, .squared, initial: 40, "Deviation that a full modulation wheel adds")
        }
    }
}

/// What belongs to a voice as a whole.
public enum VoiceField: Int, CaseIterable, Sendable {
    case mode, priority, glide, bend, spread, level, pan, pitch, ring, polyphony

    var row: ParameterRow {
        switch self {
        case .mode:
            ParameterRow("mode", choices: VoiceMode.allCases.map(\.name), "Many notes, one, or one that is not struck anew", .nextNote)
        case .priority:
            ParameterRow("priority", choices: NotePriority.allCases.map(\.name), "Which of the keys held sounds, of one voice", .nextNote)
        case .glide: ParameterRow("glide", 0...10, .seconds, .squared, initial: 0, "Time from one note's pitch to the next", .nextNote)
        case .bend: ParameterRow("bend", 0...24, .semitones, initial: 2, "Reach of the pitch wheel")
        case .spread: ParameterRow("spread", 0...1, .share, initial: 0.3, "How far apart low and high notes are placed", .nextNote)
        case .level: ParameterRow("level", 0...2, .gain, .squared, initial: 1, "Loudness of every voice", target: VoiceTarget.level)
        case .pan: ParameterRow("pan", -1...1, .share, initial: 0, "Place of every voice", target: VoiceTarget.pan)
        case .pitch: ParameterRow("pitch", -60...60, .semitones, initial: 0, "Pitch of all oscillators", target: VoiceTarget.pitch)
        case .ring: ParameterRow("ring", 0...2, .gain, .squared, initial: 0, "Ring modulation: the product of the first two oscillators")
        case .polyphony:
            ParameterRow("polyphony", 1...1024, .steps, initial: 1024, "Most notes at once, where Kanon has so many", .nextNote)
        }
    }
}

/// How many notes sound.
public enum VoiceMode: Int, CaseIterable, Sendable {
    case poly, mono, legato
    /// The name in files.
    public var name: String { "\(self)" }
}

/// Which of several keys a single voice plays.
public enum NotePriority: Int, CaseIterable, Sendable {
    case last, low, high
    /// The name in files.
    public var name: String { "\(self)" }
}

/// The nine drawbars that every oscillator of the shape `drawbars` plays with.
public enum DrawbarField: Int, CaseIterable, Sendable {
    case bar1, bar2, bar3, bar4, bar5, bar6, bar7, bar8, bar9

    var row: ParameterRow {
        let feet = ["16′", "5⅓′", "8′", "4′", "2⅔′", "2′", "1⅗′", "1⅓′", "1′"][rawValue]
        return ParameterRow("\(rawValue + 1)", 0...1, .gain, .squared, initial: rawValue == 2 ? 1 : 0, "Drawbar \(feet)")
    }
}
