/// A YAML text as its author sees it, to find where things stand that the parser only tells the beginning of.
struct YamlText {
    private(set) var scalars: [Unicode.Scalar]

    init(_ text: String) { scalars = Array(text.unicodeScalars) }

    var text: String { String(String.UnicodeScalarView(scalars)) }

    /// The line break that the text uses.
    var lineBreak: String {
        guard let index = scalars.firstIndex(where: Self.isBreak) else { return "\n" }
        return scalars[index] == "\r" && index + 1 < scalars.count && scalars[index + 1] == "\n" ? "\r\n" : String(scalars[index])
    }

    mutating func replace(_ range: Range<Int>, with text: String) { scalars.replaceSubrange(range, with: Array(text.unicodeScalars)) }

    /// The offset of a place, counted as YAML counts: a line ends with LF, CR, CRLF or one of three Unicode breaks; columns are
    /// scalars.
    static func offset(line wanted: Int, column: Int, in scalars: [Unicode.Scalar]) -> Int {
        var index = 0
        var line = 1
        while index < scalars.count, line < wanted {
            if scalars[index] == "\r", index + 1 < scalars.count, scalars[index + 1] == "\n" {
            } else if isBreak(scalars[index]) {
                line += 1
            }
            index += 1
        }
        return min(index + column - 1, scalars.count)
    }

    func offset(of place: Place) -> Int {
        guard case .text(_, let line, let column) = place else { return 0 }
        return Self.offset(line: line, column: column, in: scalars)
    }

    /// Where the line of `offset` begins.
    func lineStart(_ offset: Int) -> Int {
        (scalars[..<offset].lastIndex(where: Self.isBreak) ?? -1) + 1
    }

    /// Where the line of `offset` ends, before its break.
    func lineEnd(_ offset: Int) -> Int { scalars[offset...].firstIndex(where: Self.isBreak) ?? scalars.count }

    /// Where the line after that of `offset` begins; the end of the text where there is none.
    func nextLine(_ offset: Int) -> Int {
        let end = lineEnd(offset)
        guard end < scalars.count else { return end }
        return scalars[end] == "\r" && end + 1 < scalars.count && scalars[end + 1] == "\n" ? end + 2 : end + 1
    }

    /// Behind the bracket that closes the one at `offset`; nil where there is none.
    func flowEnd(_ offset: Int) -> Int? {
        var depth = 0
        var index = offset
        while index < scalars.count {
            switch scalars[index] {
            case "[", "{": depth += 1
            case "]", "}":
                depth -= 1
                if depth == 0 { return index + 1 }
            case "\"", "'": index = quoteEnd(index)
            case "#" where beginsComment(index): index = lineEnd(index)
            default: break
            }
            index += 1
        }
        return nil
    }

    /// Where what a line says ends that begins at `offset`: before the blanks and the comment at its end.
    func contentEnd(_ offset: Int) -> Int {
        var end = offset
        var index = offset
        let last = lineEnd(offset)
        while index < last {
            if scalars[index] == "#", beginsComment(index) { break }
            if scalars[index] == "\"" || scalars[index] == "'" { index = min(quoteEnd(index), last - 1) }
            if !Self.isBlank(scalars[index]) { end = index + 1 }
            index += 1
        }
        return end
    }

    /// Blanks at the beginning of the line of `offset`; nil where it holds nothing but a comment.
    func indent(_ offset: Int) -> Int? {
        let start = lineStart(offset)
        guard let content = scalars[start..<lineEnd(start)].firstIndex(where: { !Self.isBlank($0) }), scalars[content] != "#" else {
            return nil
        }
        return content - start
    }

    static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\t" }

    static func isBreak(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\r", "\n", "\u{85}", "\u{2028}", "\u{2029}": true
        default: false
        }
    }

    private func beginsComment(_ index: Int) -> Bool {
        index == 0 || Self.isBlank(scalars[index - 1]) || Self.isBreak(scalars[index - 1])
    }

    /// The closing quote of the text that is quoted at `offset`; an apostrophe inside a word quotes nothing.
    private func quoteEnd(_ offset: Int) -> Int {
        let quote = scalars[offset]
        if offset > 0, !Self.isBlank(scalars[offset - 1]), !Self.isBreak(scalars[offset - 1]),
            !"[{,:-".unicodeScalars.contains(scalars[offset - 1])
        {
            return offset
        }
        var index = offset + 1
        while index < scalars.count, scalars[index] != quote {
            index += quote == "\"" && scalars[index] == "\\" ? 2 : 1
        }
        return min(index, scalars.count - 1)
    }
}
