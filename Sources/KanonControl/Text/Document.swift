import Yams

/// The YAML of one file on its way to a tree. With `YamlError+Complaint` the only file that knows Yams.
///
/// Anchors and aliases are refused: ten lines of them expand to gigabytes. Yams expands aliases while it parses, and
/// walks them even to compare keys, so every `*` goes in as another character and comes back out of the texts.
struct Document {
    /// Stands for `*` inside the parser: a private-use character, one column wide like the one it replaces.
    private static let star = "\u{F8A1}"
    /// Goes before the first of two equal keys, so that the parser accepts both and the second one's place can be told.
    private static let twin = "\u{F8A2}"
    /// Repeated keys told in one go.
    private static let mostTwins = 20

    private let file: String
    private let findings = Findings()
    /// The places of the twins put in: columns of the changed text, by line.
    private var twins: [Int: [Int]] = [:]

    /// Reads `text`, which stands in `file`.
    static func parse(_ text: String, file: String) throws(Diagnostics) -> Tree {
        var document = Document(file: file)
        // A byte order mark is no part of the text.
        let text = text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text
        try ControlCharacters.check(text, file: file)
        return try document.read(text.replacing("*", with: star))
    }

    private init(file: String) { self.file = file }

    private mutating func read(_ text: String) throws(Diagnostics) -> Tree {
        var text = text
        for _ in 0...Self.mostTwins {
            do {
                // Nodes hold their anchors weakly; the parser owns them and must outlive the walk.
                let parser = try Parser(yaml: text, encoding: .utf8)
                let root = try parser.singleRoot()
                let tree = withExtendedLifetime(parser) { root.map { self.tree($0) } }
                try findings.check()
                return tree ?? Tree(place: place(nil), content: .text(""))
            } catch YamlError.duplicatedKeysInMapping(_, let context) {
                insertTwin(&text, at: context.mark)
            } catch let error as Diagnostics {
                throw error
            } catch {
                throw Diagnostics([diagnostic(error, in: text)])
            }
        }
        throw Diagnostics(.name(file), "more than \(Self.mostTwins) keys are given twice")
    }

    // MARK: Nodes to trees

    private func tree(_ node: Node) -> Tree {
        let place = place(node.mark)
        if let anchor = node.anchor {
            findings.add(
                place, "anchors (&\(anchor.rawValue)) are not read", allowed: "write the value where it is needed")
            return Tree(place: place, content: .text("-"))
        }
        switch node {
        case .scalar(let scalar): return Tree(place: place, content: .text(text(scalar, place)))
        case .sequence(let sequence): return Tree(place: place, content: .list(sequence.map(tree)))
        case .mapping(let mapping): return Tree(place: place, content: .map(entries(mapping)))
        case .alias: return Tree(place: place, content: .text("-"))
        }
    }

    private func text(_ scalar: Node.Scalar, _ place: Place) -> String {
        if scalar.style == .plain, scalar.string.hasPrefix(Self.star) {
            let text = scalar.string.replacing(Self.star, with: "*")
            findings.add(
                place, "aliases (\(text)) are not read",
                allowed: "write the value itself, or put text that begins with * in quotes")
        }
        return scalar.string.replacing(Self.star, with: "*")
    }

    private func entries(_ mapping: Node.Mapping) -> [Tree.Entry] {
        var seen: Set<String> = []
        return mapping.compactMap { key, value in
            let place = place(key.mark)
            guard case .scalar(let scalar) = key else {
                findings.add(place, "a key cannot be a list or a map", allowed: "a key is a word")
                return nil
            }
            if let anchor = scalar.anchor {
                findings.add(
                    place, "anchors (&\(anchor.rawValue)) are not read", allowed: "write the value where it is needed")
            }
            let name = text(scalar, place).replacing(Self.twin, with: "")
            if !seen.insert(name).inserted {
                findings.add(place, "\(Tree.quote(name)) is given twice", allowed: "a key may stand only once")
            }
            return Tree.Entry(key: name, place: place, value: tree(value))
        }
    }

    // MARK: Places

    private func place(_ mark: Mark?) -> Place {
        guard let mark else { return .text(file: file, line: 1, column: 1) }
        let before = (twins[mark.line] ?? []).filter { $0 < mark.column }.count
        return .text(file: file, line: mark.line, column: mark.column - before)
    }

    private mutating func insertTwin(_ text: inout String, at mark: Mark) {
        var scalars = Array(text.unicodeScalars)
        var index = YamlText.offset(line: mark.line, column: mark.column, in: scalars)
        var column = mark.column
        if index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" {
            index += 1
            column += 1
        }
        scalars.insert(contentsOf: Self.twin.unicodeScalars, at: index)
        var changed = String.UnicodeScalarView()
        changed.append(contentsOf: scalars)
        text = String(changed)
        twins[mark.line] = (twins[mark.line] ?? []).map { $0 < column ? $0 : $0 + 1 } + [column]
    }

    private func diagnostic(_ error: any Error, in text: String) -> Diagnostic {
        guard let (mark, complaint) = (error as? YamlError)?.complaint(in: text) else {
            return Diagnostic(.name(file), "this is not YAML")
        }
        return Diagnostic(place(mark), complaint)
    }
}
