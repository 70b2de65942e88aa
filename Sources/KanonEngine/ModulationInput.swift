import KanonState

/// What can move a parameter of a voice.
public enum ModulationInput: Int32, CaseIterable, Sendable, BitwiseCopyable {
    case velocity, key, wheel, pressure, timbre, bend, amp, mod, lfo1, lfo2, random
    case lift = 12

    /// The name in files.
    public var name: String { "\(self)" }

    /// Whether it is more than a voice's own: what moves all voices at once can only be moved by such.
    public var isShared: Bool {
        switch self {
        case .wheel, .pressure, .timbre, .bend, .lfo1, .lfo2: true
        case .velocity, .key, .amp, .mod, .random, .lift: false
        }
    }
}

extension Parameter {
    /// What the amount of a modulation of this parameter counts; nil where none can move it.
    public var modulationUnit: ParameterUnit? {
        guard voiceTarget != nil || id == .morphPosition else { return nil }
        return switch row.unit {
        case .hertz, .seconds, .ratio, .semitones, .cents: .octaves
        default: row.unit
        }
    }

    /// The greatest amount of a modulation, to both sides.
    public var modulationRange: ClosedRange<Float> {
        switch modulationUnit {
        case .octaves: -10...10
        case .radians: -50...50
        default: -2...2
        }
    }
}
