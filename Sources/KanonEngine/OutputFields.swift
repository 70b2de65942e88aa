import KanonState

// The parameter table, as far as it is about the whole sound: one row a parameter. The cells' numbers, the keys of files and of mappings, the checks, the
// help and the tests follow from these rows.

/// The way between presets that are loaded together.
public enum MorphField: Int, CaseIterable, Sendable {
    case position

    var row: ParameterRow {
        switch self {
        case .position:
            ParameterRow("position", 0...1, .share, initial: 0, "Where the sound is between the preset and those that morph.with names")
        }
    }
}

/// What belongs to the preset's output.
public enum MasterField: Int, CaseIterable, Sendable {
    case level, pan, tempo, width

    var row: ParameterRow {
        switch self {
        case .level: ParameterRow("level", 0...2, .gain, .squared, initial: 0.25, "Loudness of the preset")
        case .pan: ParameterRow("pan", -1...1, .share, initial: 0, "Place between left and right")
        case .tempo: ParameterRow("tempo", 20...300, .tempo, initial: 120, "Beats a minute, for what counts in beats")
        case .width: ParameterRow("width", 0...2, .share, initial: 1, "How wide it sounds, effects included; 0 % is a point in the middle")
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

/// Saturation of the whole sound.
public enum DriveField: Int, CaseIterable, Sendable {
    case amount, tone

    var row: ParameterRow {
        switch self {
        case .amount: ParameterRow("amount", 0...24, .decibels, initial: 0, "Gain into the saturation of the whole sound; 0 dB is off")
        case .tone: ParameterRow("tone", 500...20_000, .hertz, .exponential, initial: 20_000, "Low-pass behind it")
        }
    }
}

/// Copies of the sound that swing in pitch.
public enum ChorusField: Int, CaseIterable, Sendable {
    case mix, rate, depth

    var row: ParameterRow {
        switch self {
        case .mix: ParameterRow("mix", 0...1, .share, initial: 0, "Share of the copies; 0 is off")
        case .rate: ParameterRow("rate", 0.05...10, .hertz, .exponential, initial: 0.6, "Swings a second")
        case .depth: ParameterRow("depth", 0...0.01, .seconds, .squared, initial: 0.003, "How far the copies swing")
        }
    }
}

/// Echoes.
public enum DelayField: Int, CaseIterable, Sendable {
    case mix, time, beats, offset, feedback, damping, lowcut, pingpong

    var row: ParameterRow {
        switch self {
        case .mix: ParameterRow("mix", 0...1, .share, initial: 0, "Share of the echoes; 0 is off")
        case .time: ParameterRow("time", 0.001...2, .seconds, .exponential, initial: 0.375, "Time to the first echo")
        case .beats: ParameterRow("beats", 0...8, .beats, initial: 0, "The same in beats of the tempo; 0 goes by time")
        case .offset:
            ParameterRow("offset", -0.5...0.5, .share, initial: 0, "How much later the right echo comes than the left, of the time")
        case .feedback: ParameterRow("feedback", 0...0.95, .share, initial: 0.35, "What of an echo comes again")
        case .damping: ParameterRow("damping", 500...20_000, .hertz, .exponential, initial: 6000, "Low-pass on every repetition")
        case .lowcut: ParameterRow("lowcut", 5...2000, .hertz, .exponential, initial: 100, "High-pass on every repetition")
        case .pingpong: ParameterRow("pingpong", 0...1, .share, initial: 0, "How far repetitions change sides")
        }
    }
}

/// A room.
public enum ReverbField: Int, CaseIterable, Sendable {
    case mix, size, decay, damping, predelay, lowcut, width

    var row: ParameterRow {
        switch self {
        case .mix: ParameterRow("mix", 0...1, .share, initial: 0, "Share of the room; 0 is off")
        case .size: ParameterRow("size", 0.15...1, .share, initial: 0.6, "How large it is")
        case .decay: ParameterRow("decay", 0.1...30, .seconds, .exponential, initial: 2, "Time in which it falls by 60 dB")
        case .damping: ParameterRow("damping", 500...20_000, .hertz, .exponential, initial: 8000, "Low-pass in the room")
        case .predelay: ParameterRow("predelay", 0...0.2, .seconds, .squared, initial: 0.01, "Time before it begins")
        case .lowcut: ParameterRow("lowcut", 5...1000, .hertz, .exponential, initial: 60, "High-pass in front of the room")
        case .width: ParameterRow("width", 0...1, .share, initial: 1, "How different its sides are")
        }
    }
}
