import KanonTesting

@testable import KanonEngine

/// One thing that can happen to an instrument while it is played.
enum OwnershipAct: CustomStringConvertible {
    case message([UInt8], device: UInt8)
    /// A message that the fingers made and nobody got.
    case lost([UInt8], device: UInt8)
    /// A key struck and let go so often that the ring runs full.
    case flood(key: UInt8, channel: UInt8, device: UInt8)
    case unplug(UInt8)
    case preset(SoundChange.Rule, mode: VoiceMode)
    case mode(VoiceMode)
    case polyphony(Int)
    /// Cells of sound.
    case wait(Int)
    case panic

    static let devices: UInt8 = 2
    static let channels: UInt8 = 3

    /// 4 to 40 of them.
    static func sequence(seed: Int) -> [OwnershipAct] {
        var dice = Dice(seed)
        return (0..<4 + dice.below(37)).map { _ in random(&dice) }
    }

    /// Whether it ends no notes but those it names.
    var keepsNotes: Bool {
        switch self {
        case .message(let bytes, _): bytes[0] < 0xB0
        case .wait, .lost: true
        case .unplug, .flood, .preset, .mode, .polyphony, .panic: false
        }
    }

    var description: String {
        switch self {
        case .message(let bytes, let device): "\(device):" + bytes.map { String($0, radix: 16) }.joined(separator: " ")
        case .lost(let bytes, let device): "lost \(device):" + bytes.map { String($0, radix: 16) }.joined(separator: " ")
        case .flood(let key, let channel, let device): "flood \(device):\(channel) \(key)"
        case .unplug(let device): "unplug \(device)"
        case .preset(let rule, let mode): "preset \(rule) \(mode)"
        case .mode(let mode): "\(mode)"
        case .polyphony(let count): "polyphony \(count)"
        case .wait(let cells): "wait \(cells)"
        case .panic: "panic"
        }
    }

    private static func random(_ dice: inout Dice) -> OwnershipAct {
        let device = UInt8(dice.below(Int(devices)))
        let channel = UInt8(dice.below(Int(channels)))
        let key = UInt8(60 + dice.below(5))
        func control(_ number: UInt8, _ value: Int) -> OwnershipAct { .message([0xB0 | channel, number, UInt8(value)], device: device) }
        switch dice.below(34) {
        case 0..<9: return .message([0x90 | channel, key, UInt8(1 + dice.below(127))], device: device)
        case 9..<13: return .message([0x80 | channel, key, 64], device: device)
        case 13, 14: return control(64, dice.below(2) * 127)
        case 15, 16: return control(66, dice.below(2) * 127)
        case 17: return control(67, dice.below(2) * 127)
        case 18, 19: return control(68, dice.below(2) * 127)
        case 20: return control(69, dice.below(2) * 127)
        case 21: return control([120, 121, 123, 124, 125][dice.below(5)], 0)
        case 22: return control(126, dice.below(4))
        case 23: return control(127, 0)
        case 24:
            // An MPE zone of some size, on either side.
            let manager: UInt8 = dice.below(2) * 15 == 0 ? 0xB0 : 0xBF
            return .message([manager, 101, 0, 100, 6, 6, UInt8(dice.below(16))], device: device)
        case 25: return .unplug(device)
        case 26: return .preset([.morph, .tail, .cut][dice.below(3)], mode: VoiceMode.allCases[dice.below(3)])
        case 27: return .mode(VoiceMode.allCases[dice.below(3)])
        case 28: return .polyphony(1 + dice.below(8))
        case 29 where dice.below(8) == 0: return .flood(key: key, channel: channel, device: device)
        case 29: return dice.below(3) == 0 ? .message([0xFF], device: device) : .panic
        default: return .wait(1 + dice.below(4))
        }
    }
}
