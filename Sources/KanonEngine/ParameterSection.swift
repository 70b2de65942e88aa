/// A named block of the parameter table. A section owns `ParameterID.fieldsPerSection` consecutive cells.
public enum ParameterSection: Int, CaseIterable, Sendable {
    case osc1, osc2, osc3, filter, amp, mod, vibrato, voice, master, player, knob

    /// The section's rows, in the order of their cells.
    public var rows: [ParameterRow] {
        switch self {
        case .osc1: OscillatorField.allCases.map { $0.row(isFirst: true) }
        case .osc2, .osc3: OscillatorField.allCases.map { $0.row(isFirst: false) }
        case .filter: FilterField.allCases.map(\.row)
        case .amp: AmpField.allCases.map(\.row)
        case .mod: EnvelopeField.allCases.map { $0.row }
        case .vibrato: VibratoField.allCases.map(\.row)
        case .voice: VoiceField.allCases.map(\.row)
        case .master: MasterField.allCases.map(\.row)
        case .player: PlayerField.allCases.map(\.row)
        case .knob:
            (1...8).map { number in
                ParameterRow("\(number)", 0...1, .share, initial: 0.5, "Macro \(number) of the preset")
            }
        }
    }

    /// The player's own settings (volume, expression) stay when another preset is loaded.
    public var belongsToPreset: Bool { self != .player }
}
