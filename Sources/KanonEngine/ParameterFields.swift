// The parameter table itself: one row a parameter. The cells' numbers, the keys of files and of mappings, the checks, the
// help and the tests follow from these rows.

/// What every oscillator has.
public enum OscillatorField: Int, CaseIterable, Sendable {
    case shape, level, octave, semitone, cent, ratio, intensity, modulator, morph

    func row(isFirst: Bool) -> ParameterRow {
        switch self {
        case .shape: ParameterRow("shape", choices: OscillatorShape.allCases.map(\.name), "Waveform")
        case .level: ParameterRow("level", 0...2, .gain, .squared, initial: isFirst ? 1 : 0, "Loudness in the mix")
        case .octave: ParameterRow("octave", -4...4, .steps, initial: 0, "Transposition in octaves")
        case .semitone: ParameterRow("semitone", -24...24, .semitones, initial: 0, "Transposition in semitones")
        case .cent: ParameterRow("cent", -100...100, .cents, initial: 0, "Fine tuning")
        case .ratio: ParameterRow("ratio", 0.0625...32, .ratio, .exponential, initial: 1, "Frequency as a multiple of the note's")
        case .intensity: ParameterRow("intensity", 0...50, .radians, .squared, initial: 0, "Vortex: greatest depth of phase modulation")
        case .modulator:
            ParameterRow(
                "modulator", 0.0625...32, .ratio, .exponential, initial: 1.618034,
                "Vortex: modulator frequency as a multiple of the oscillator's")
        case .morph: ParameterRow("morph", 0.001...20, .hertz, .exponential, initial: 0.2, "Vortex: how fast the depth is swept")
        }
    }
}

/// The waveforms of an oscillator.
public enum OscillatorShape: Int, CaseIterable, Sendable {
    case sine, saw, vortex
    /// The name in files.
    public var name: String { "\(self)" }
}

/// The filter of every voice.
public enum FilterField: Int, CaseIterable, Sendable {
    case type, cutoff, resonance, envelope, key, velocity

    var row: ParameterRow {
        switch self {
        case .type: ParameterRow("type", choices: FilterType.allCases.map(\.name), "Which part of the spectrum passes")
        case .cutoff: ParameterRow("cutoff", 20...20_000, .hertz, .exponential, initial: 20_000, "Corner frequency")
        case .resonance: ParameterRow("resonance", 0...1, .share, initial: 0, "Emphasis at the corner")
        case .envelope: ParameterRow("envelope", -8...8, .octaves, initial: 0, "How far the mod envelope moves the corner")
        case .key: ParameterRow("key", 0...1, .share, initial: 0, "How far the corner follows the keyboard")
        case .velocity: ParameterRow("velocity", 0...8, .octaves, initial: 0, "How far a soft note closes the filter")
        }
    }
}

/// The responses of the filter.
public enum FilterType: Int, CaseIterable, Sendable {
    case lowpass, highpass, bandpass, notch
    /// The name in files.
    public var name: String { "\(self)" }
}

/// The four times and levels of an envelope.
public enum EnvelopeField: Int, CaseIterable, Sendable {
    case attack, decay, sustain, release

    var row: ParameterRow {
        switch self {
        case .attack: ParameterRow("attack", 0.001...20, .seconds, .exponential, initial: 0.003, "Time to rise to full level")
        case .decay:
            ParameterRow("decay", 0.001...60, .seconds, .exponential, initial: 1, "Time to fall by 60 dB towards the sustain level")
        case .sustain: ParameterRow("sustain", 0...1, .gain, .squared, initial: 1, "Level while the key is held")
        case .release:
            ParameterRow("release", 0.001...60, .seconds, .exponential, initial: 0.3, "Time to fall by 60 dB after the key is let go")
        }
    }
}

/// The envelope of loudness, and what velocity does to it.
public enum AmpField: Int, CaseIterable, Sendable {
    case attack, decay, sustain, release, velocity

    var row: ParameterRow {
        EnvelopeField(rawValue: rawValue)?.row
            ?? ParameterRow("velocity", 0...1, .share, initial: 0.7, "How much softer a soft note is")
    }
}

/// The pitch vibrato, commonly moved by the wheel.
public enum VibratoField: Int, CaseIterable, Sendable {
    case rate, depth

    var row: ParameterRow {
        switch self {
        case .rate: ParameterRow("rate", 0.05...20, .hertz, .exponential, initial: 5.5, "Speed")
        case .depth: ParameterRow("depth", 0...200, .cents, .squared, initial: 0, "Greatest deviation of pitch")
        }
    }
}

/// What belongs to a voice as a whole.
public enum VoiceField: Int, CaseIterable, Sendable {
    case bend, spread

    var row: ParameterRow {
        switch self {
        case .spread: ParameterRow("spread", 0...1, .share, initial: 0.3, "How far apart low and high notes are placed")
        case .bend: ParameterRow("bend", 0...24, .semitones, initial: 2, "Reach of the pitch wheel")
        }
    }
}

/// What belongs to the preset's output.
public enum MasterField: Int, CaseIterable, Sendable {
    case level, pan

    var row: ParameterRow {
        switch self {
        case .level: ParameterRow("level", 0...2, .gain, .squared, initial: 0.25, "Loudness of the preset")
        case .pan: ParameterRow("pan", -1...1, .share, initial: 0, "Place between left and right")
        }
    }
}

/// What belongs to the player and stays when another preset is loaded.
public enum PlayerField: Int, CaseIterable, Sendable {
    case volume, expression, tuning

    var row: ParameterRow {
        switch self {
        case .volume: ParameterRow("volume", 0...1, .gain, .squared, initial: 1, "The player's volume")
        case .expression: ParameterRow("expression", 0...1, .gain, .squared, initial: 1, "The player's expression pedal")
        case .tuning: ParameterRow("tuning", 400...480, .hertz, initial: 440, "Frequency of the A above middle C")
        }
    }
}
