import KanonState

/// A named block of the parameter table. A section owns `ParameterID.fieldsPerSection` consecutive cells.
public enum ParameterSection: Int, CaseIterable, Sendable {
    case osc1, osc2, osc3, drawbars, filter, amp, mod, lfo1, lfo2, vibrato, voice, slot, drive, chorus, delay, reverb, morph, master,
        player, knob

    /// The section's rows, in the order of their cells.
    public var rows: [ParameterRow] {
        switch self {
        case .osc1: OscillatorField.allCases.map { $0.row(isFirst: true) }
        case .osc2, .osc3: OscillatorField.allCases.map { $0.row(isFirst: false) }
        case .drawbars: DrawbarField.allCases.map(\.row)
        case .filter: FilterField.allCases.map(\.row)
        case .amp: AmpField.allCases.map(\.row)
        case .mod: EnvelopeField.allCases.map { $0.row(first: VoiceTarget.modAttack) }
        case .lfo1: LfoField.allCases.map { $0.row(number: 0) }
        case .lfo2: LfoField.allCases.map { $0.row(number: 1) }
        case .vibrato: VibratoField.allCases.map(\.row)
        case .voice: VoiceField.allCases.map(\.row)
        case .slot:
            (1...Sound.maximumModulations).map { number in
                ParameterRow("\(number)", 0...1, .share, initial: 1, "How much there is of the preset's modulation \(number)")
            }
        case .drive: DriveField.allCases.map(\.row)
        case .chorus: ChorusField.allCases.map(\.row)
        case .delay: DelayField.allCases.map(\.row)
        case .reverb: ReverbField.allCases.map(\.row)
        case .morph: MorphField.allCases.map(\.row)
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

    /// The sections of the effects, which all sounds share.
    static var effectBits: UInt32 {
        @_noLocks @_noAllocation get { drive.bit | chorus.bit | delay.bit | reverb.bit }
    }

    /// The bit of the section in masks.
    var bit: UInt32 {
        @_noLocks @_noAllocation get { 1 &<< UInt32(truncatingIfNeeded: rawValue) }
    }
}
