/// A YAML document as Kanon reads it: text, lists and maps, each with its place.
struct Tree {
    enum Content {
        case text(String)
        case list([Tree])
        case map([Entry])
    }

    /// A key and what stands under it.
    struct Entry {
        let key: String
        let place: Place
        let value: Tree
    }

    let place: Place
    let content: Content

    /// As a message names it: `"saw"`, `a list`, `nothing`.
    var summary: String {
        switch content {
        case .text(""): "nothing"
        case .text(let text): Self.quote(text)
        case .list: "a list"
        case .map: "a map of keys and values"
        }
    }

    /// The digits of a text of digits and blanks; none of any other.
    var digits: [Int] {
        guard case .text(let text) = content else { return [] }
        let characters = text.filter { !$0.isWhitespace }
        let digits = characters.compactMap(\.wholeNumberValue)
        return digits.count == characters.count ? digits : []
    }

    /// `text` in quotes, on one line and short enough for a message.
    static func quote(_ text: String) -> String {
        let line = text.line.printable
        return line.count <= 40 ? "\"\(line)\"" : "\"\(line.prefix(39))…\""
    }
}
