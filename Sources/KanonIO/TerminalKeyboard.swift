/// What the letters mean: a piano's keys under the middle row, with the black ones above, and a few commands. Pure.
struct TerminalKeyboard {
    /// What a letter does.
    enum Action: Equatable {
        case strike(key: UInt8, level: Float)
        case command(TerminalKeys.Command)
        case none
    }

    /// `a` is C; the octave that follows lies to its right.
    private static let keys: [Character] = [
        "a", "w", "s", "e", "d", "f", "t", "g", "y", "h", "u", "j", "k", "o", "l", "p", ";", "'",
    ]

    /// The key of `a`: middle C at first.
    private(set) var base: Int = 60
    /// How hard the next key is struck, 0…1.
    private(set) var level: Float = 0.75
    /// How much of an escape sequence (an arrow key, say) has been passed over.
    private var escape = Escape.none

    private enum Escape { case none, begun, inside }

    /// What the next byte from the terminal does.
    mutating func next(_ byte: UInt8) -> Action {
        switch escape {
        case .begun:
            escape = byte == UInt8(ascii: "[") || byte == UInt8(ascii: "O") ? .inside : .none
            return .none
        case .inside:
            // Parameters come before the letter that ends the sequence.
            guard (0x40...0x7E).contains(byte) else { return .none }
            escape = .none
            switch byte {
            case UInt8(ascii: "C"): return .command(.nextPreset)
            case UInt8(ascii: "D"): return .command(.previousPreset)
            default: return .none
            }
        case .none: break
        }
        if byte == 0x1B {
            escape = .begun
            return .none
        }
        let letter = Character(Character(UnicodeScalar(byte)).lowercased())
        switch letter {
        case "q": return .command(.quit)
        case " ": return .command(.panic)
        case "z": base = max(base - 12, 0)
        case "x": base = min(base + 12, 108)
        case "c": level = max(level - 0.125, 0.125)
        case "v": level = min(level + 0.125, 1)
        default:
            guard let position = Self.keys.firstIndex(of: letter), base + position <= 127 else { return .none }
            return .strike(key: UInt8(base + position), level: level)
        }
        return .command(.changed)
    }
}
