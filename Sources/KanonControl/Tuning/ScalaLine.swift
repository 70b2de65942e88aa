/// A line of one of Scala's files that is no comment, read from the left.
struct ScalaLine {
    let number: Int
    let characters: [Character]
    /// The index of the next character.
    private(set) var position = 0

    /// The lines of `text` that are no comments. They may end as on Unix, on DOS or on old Macs.
    static func lines(of text: String) -> [ScalaLine] {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        return lines.enumerated().compactMap { index, line in
            // A mark of byte order, which some editors write, is no text.
            let characters = Array(index == 0 && line.first == "\u{FEFF}" ? line.dropFirst() : line)
            return characters.first == "!" ? nil : ScalaLine(number: index + 1, characters: characters)
        }
    }

    private init(number: Int, characters: [Character]) {
        self.number = number
        self.characters = characters
    }

    /// All of it, without the blanks around it.
    var text: String { String(characters).trimmingBlanks }
    var isBlank: Bool { characters.allSatisfy(Self.isBlank) }
    /// The next character; nil at the end.
    var next: Character? { position < characters.count ? characters[position] : nil }
    var isAtEnd: Bool { characters[position...].allSatisfy(Self.isBlank) }
    /// The column of the next character, from 1.
    var column: Int { position + 1 }

    /// The next word, left in place.
    var word: String { String(characters[position...].drop(while: Self.isBlank).prefix { !Self.isBlank($0) }) }

    mutating func skipBlanks() { while let next, Self.isBlank(next) { position += 1 } }

    /// Takes the next character if it is `character`.
    mutating func take(_ character: Character) -> Bool {
        guard next == character else { return false }
        position += 1
        return true
    }

    /// Takes the digits that follow.
    mutating func digits() -> String {
        let start = position
        while let next, next.isASCII, next.isNumber { position += 1 }
        return String(characters[start..<position])
    }

    /// Goes back to where it was.
    mutating func goBack(to position: Int) { self.position = position }

    static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}

extension String {
    fileprivate var trimmingBlanks: String {
        var rest = Substring(self)
        while let last = rest.last, ScalaLine.isBlank(last) { rest.removeLast() }
        return String(rest.drop(while: ScalaLine.isBlank))
    }
}
