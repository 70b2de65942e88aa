/// Characters that no text file should hold: a file that has them is something else.
enum ControlCharacters {
    /// Refuses a `text` with control characters other than tab and line ends.
    static func check(_ text: String, file: String) throws(Diagnostics) {
        var line = 1
        var column = 1
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x0A: (line, column) = (line + 1, 1)
            case 0x09, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFEFE, 0xFF00...0xFFFD, 0x10000...: column += 1
            default:
                let number = String(scalar.value, radix: 16, uppercase: true)
                let code = String(repeating: "0", count: max(0, 4 - number.count)) + number
                throw Diagnostics(
                    .text(file: file, line: line, column: column), "the control character U+\(code) is not text",
                    allowed: "is this a YAML file?")
            }
        }
    }
}
