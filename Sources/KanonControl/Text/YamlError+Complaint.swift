import Yams

extension YamlError {
    /// The error in words that a player understands, and its place in `text`.
    func complaint(in text: String) -> (Mark, Complaint)? {
        switch self {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            (mark, Self.complaint(context, problem, Self.character(at: mark, in: text)))
        case .composer(_, _, let mark, _):
            (mark, Complaint("a second document begins here", allowed: "a file holds one"))
        default: nil
        }
    }

    private static func complaint(_ context: Context?, _ problem: String, _ character: Character?) -> Complaint {
        switch problem {
        case "found a tab character that violates indentation",
            "found a tab character where an indentation space is expected":
            return Complaint("a tab cannot indent", allowed: "use spaces")
        case "found character that cannot start any token" where character == "\t":
            return Complaint("a tab cannot indent", allowed: "use spaces")
        case "found character that cannot start any token":
            let found = character.map { "\"\($0)\"" } ?? "this"
            return Complaint("\(found) cannot begin a word", allowed: "put the text in quotes")
        case "mapping values are not allowed in this context":
            return Complaint(
                "a colon is not expected here", allowed: "write one key a line, and text with a colon in quotes")
        case "could not find expected ':'":
            return Complaint("there is no colon after the key", allowed: "write key: value")
        case _ where problem.hasPrefix("Maximum nesting level"):
            return Complaint("lists and maps are nested too deeply")
        default:
            guard let context else { return Complaint("this is not YAML: \(problem)") }
            return Complaint("this is not YAML: \(problem) \(context.text) of line \(context.mark.line)")
        }
    }

    private static func character(at mark: Mark, in text: String) -> Character? {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.indices.contains(mark.line - 1) else { return nil }
        return lines[mark.line - 1].unicodeScalars.dropFirst(mark.column - 1).first.map(Character.init)
    }
}
