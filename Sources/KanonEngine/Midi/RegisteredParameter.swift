/// A parameter that the MIDI standard numbers, set by controllers 100 and 101, then 6 and 38.
public enum RegisteredParameter: UInt16, CaseIterable, Sendable, BitwiseCopyable {
    case bendRange = 0
    case fineTuning = 1
    case coarseTuning = 2
    case wheelRange = 5
    case mpeConfiguration = 6

    /// What the standard calls it.
    public var name: String {
        switch self {
        case .bendRange: "Pitch bend sensitivity"
        case .fineTuning: "Channel fine tuning"
        case .coarseTuning: "Channel coarse tuning"
        case .wheelRange: "Modulation depth range"
        case .mpeConfiguration: "MPE configuration"
        }
    }

    /// What Kanon makes of it.
    public var remark: String {
        switch self {
        case .bendRange: "Semitones, then cents, up to 96; the preset's until it comes. Of an MPE zone all members take it"
        case .fineTuning: "±100 cents"
        case .coarseTuning: "±64 semitones"
        case .wheelRange: "Semitones, then 128ths of one, of the vibrato with the wheel at its end; the preset's until it comes"
        case .mpeConfiguration: "On channel 1 or 16: the members of its zone, 0 to 15"
        }
    }

    /// The data (14 bits) after `steps` steps of data increment. Source: RP-018, MIDI Association, 1997.
    @_noLocks @_noAllocation
    func stepped(_ data: UInt16, by steps: Int) -> UInt16 {
        switch self {
        case .bendRange:
            // Cents count to a hundred, not to 128.
            let cents = min(max(Int(data >> 7) * 100 + min(Int(data & 127), 99) + steps, 0), 12_799)
            return UInt16((cents / 100) << 7 | cents % 100)
        case .fineTuning, .wheelRange: return UInt16(min(max(Int(data) + steps, 0), 16_383))
        case .coarseTuning, .mpeConfiguration: return UInt16(min(max(Int(data >> 7) + steps, 0), 127) << 7)
        }
    }

    /// What 14 bits of data mean: semitones, or a number of channels.
    @_noLocks @_noAllocation
    func value(of data: UInt16) -> Float {
        let high = Float(data >> 7)
        let low = Float(data & 127)
        return switch self {
        case .bendRange: min(high, 96) + min(low, 99) / 100
        case .fineTuning: (Float(data) - 8192) / 8192
        case .coarseTuning: high - 64
        case .wheelRange: high + low / 128
        case .mpeConfiguration: min(high, 15)
        }
    }
}
