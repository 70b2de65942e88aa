/// A MIDI key as players write it: `C4` is middle C, the key 60.
public enum KeyName {
    private static let names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"]
    private static let steps: [Character: Int] = ["c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11]

    /// The name of `key`, 0…127: `C-1` … `G9`.
    public static func print(_ key: Int) -> String { names[key % 12] + "\(key / 12 - 1)" }

    /// The key, 0…127, that `text` names, as a name or as a number.
    static func parse(_ text: String) -> Int? {
        if let number = Int(text) { return (0...127).contains(number) ? number : nil }
        guard let letter = text.first, let step = steps[Character(letter.lowercased())] else { return nil }
        var rest = text.dropFirst()
        var key = step
        while let sign = rest.first, "#♯b♭".contains(sign) {
            key += "#♯".contains(sign) ? 1 : -1
            rest = rest.dropFirst()
        }
        guard let octave = Int(rest), (-1...9).contains(octave) else { return nil }
        key += 12 * (octave + 1)
        return (0...127).contains(key) ? key : nil
    }
}

extension Findings {
    /// A key, by name or number.
    func key(_ tree: Tree, _ what: String) -> UInt8? {
        if case .text(let text) = tree.content, let key = KeyName.parse(text) { return UInt8(key) }
        add(tree.place, "\(what) cannot be \(tree.summary)", allowed: "a key is C-1 … G9, C4 in the middle, or 0 … 127")
        return nil
    }
}
