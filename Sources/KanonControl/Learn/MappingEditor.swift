import KanonEngine

/// Puts a rule into the text of a mapping, of which all else stays as it is, byte for byte.
///
/// The parser tells where things begin; the text itself, where they end. What comes out is read again and has to mean what was
/// intended, so that no text of a kind that nobody thought of is spoiled.
public struct MappingEditor {
    /// What became of the text.
    public struct Edit: Sendable {
        /// The new text.
        public let text: String
        /// The line on which the rule stands, from 1.
        public let line: Int
        /// What stood there for the same control, as it was written.
        public let replaced: [String]
        /// What else moves the same parameter, or listens to the same control.
        public let companions: [String]
    }

    private struct Entry {
        let place: Place
        let rules: [ControllerMap.Rule]
    }

    /// Each costs a walk through the whole text.
    private static let mostReplaced = 64

    private let file: String
    private let rule: KnobRule
    private var text: YamlText

    /// `text`, which stands in `file`, with `rule`. It takes the place of the rules that hear the same control; without any it comes
    /// last.
    public static func put(_ rule: KnobRule, into text: String, file: String) throws(Diagnostics) -> Edit {
        let before = try Mapping.parse(text, file: file)
        let mark = text.unicodeScalars.first == "\u{FEFF}" ? "\u{FEFF}" : ""
        var editor = MappingEditor(file: file, rule: rule, text: YamlText(String(text.unicodeScalars.dropFirst(mark.isEmpty ? 0 : 1))))
        let root = try Document.parse(text, file: file)
        let entries = try editor.entries(root)
        let same = entries.filter { $0.rules.contains(where: editor.isSameControl) }
        guard same.count <= mostReplaced else {
            throw Diagnostics(
                .name(file), "\(same.count) rules are for \(rule.control.source.name)",
                allowed: "at most \(mostReplaced) are replaced at once")
        }
        let replaced = try editor.write(root, entries, same)
        let new = mark + editor.text.text
        let after = try? Mapping.parse(new, file: file)
        guard let after, after.controllers == (try editor.intended(before, same.first, entries)), after.name == before.name,
            let line = editor.line(in: after)
        else {
            throw Diagnostics(.name(file), "it is written in a way that is not edited safely", allowed: "add \(rule.text) under knobs")
        }
        return Edit(text: new, line: line, replaced: replaced, companions: editor.companions(after))
    }

    private func companions(_ mapping: Mapping) -> [String] {
        let others = zip(mapping.controllers.rules, mapping.ruleLines).filter { other, _ in
            other.parameter == rule.parameter.id && !isSameControl(other)
        }
        .map { "\($0.source.name) (line \($1)) moves \(rule.parameter.key), too" }
        let buttons = zip(mapping.controllers.buttons, mapping.buttonLines).filter { button, _ in
            button.source.overlaps(rule.control.source) && (button.channel ?? rule.control.channel) == rule.control.channel
        }
        .map { "\($0.source.name) is also a button: \($0.action.name) (line \($1))" }
        return others + buttons
    }

    private func isSameControl(_ other: ControllerMap.Rule) -> Bool {
        other.source.overlaps(rule.control.source) && (other.channel ?? rule.control.channel) == rule.control.channel
    }

    /// The rule as it is read.
    private var parsed: ControllerMap.Rule {
        get throws(Diagnostics) { try Mapping.parse("kanon: mapping/1\nknobs:\n  - \(rule.text)\n", file: "rule").controllers.rules[0] }
    }

    private func line(in mapping: Mapping) -> Int? {
        guard let parsed = try? parsed, let index = mapping.controllers.rules.firstIndex(of: parsed) else { return nil }
        return mapping.ruleLines[index]
    }

    /// What the file is to mean.
    private func intended(_ before: Mapping, _ first: Entry?, _ entries: [Entry]) throws(Diagnostics) -> ControllerMap {
        var map = before.controllers
        map.rules = []
        for entry in entries {
            if entry.place == first?.place { map.rules.append(try parsed) }
            if !entry.rules.contains(where: isSameControl) { map.rules += entry.rules }
        }
        if first == nil { map.rules.append(try parsed) }
        return map
    }

    private func entries(_ root: Tree) throws(Diagnostics) -> [Entry] {
        guard let knobs = root.entry("knobs") else { return [] }
        let findings = Findings()
        let placed = RuleReader(findings: findings).read(knobs.value)
        try findings.check()
        guard case .list(let list) = knobs.value.content else { return [] }
        let rules = Dictionary(grouping: placed, by: \.place)
        return list.map { item in Entry(place: item.place, rules: rules[item.place, default: []].map(\.element)) }
    }

    // MARK: Writing

    /// Writes the rule; what it took the place of.
    private mutating func write(_ root: Tree, _ entries: [Entry], _ same: [Entry]) throws(Diagnostics) -> [String] {
        guard let first = same.first else {
            insert(root, entries)
            return []
        }
        // From the end to the beginning: what stands before keeps its place.
        var replaced: [String] = []
        for entry in same.reversed() {
            let range = range(of: entry.place)
            replaced.insert(String(String.UnicodeScalarView(text.scalars[range])), at: 0)
            if entry.place == first.place { text.replace(range, with: rule.text) } else { remove(range, entries, entry) }
        }
        return replaced
    }

    private mutating func insert(_ root: Tree, _ entries: [Entry]) {
        let start = text.offset(of: root.place)
        if let knobs = root.entry("knobs") {
            let list = text.offset(of: knobs.value.place)
            guard let last = entries.last else { return text.replace(list + 1..<list + 1, with: rule.text) }
            let range = range(of: last.place)
            if isFlow(list) { return text.replace(range.upperBound..<range.upperBound, with: ", \(rule.text)") }
            let end = text.lineEnd(range.upperBound)
            let dash = dash(before: range.lowerBound)
            let indent = String(repeating: " ", count: dash - text.lineStart(dash))
            text.replace(end..<end, with: "\(text.lineBreak)\(indent)- \(rule.text)")
        } else if isFlow(start), let end = text.flowEnd(start) {
            text.replace(end - 1..<end - 1, with: ", knobs: [\(rule.text)]")
        } else {
            let lineBreak = text.lineBreak
            let indent = String(repeating: " ", count: start - text.lineStart(start))
            let end = text.scalars.count
            let isBroken = text.scalars.last.map(YamlText.isBreak) ?? true
            text.replace(
                end..<end,
                with: "\(isBroken ? "" : lineBreak)\(lineBreak)\(indent)knobs:\(lineBreak)\(indent)  - \(rule.text)\(lineBreak)")
        }
    }

    private mutating func remove(_ range: Range<Int>, _ entries: [Entry], _ entry: Entry) {
        guard let index = entries.firstIndex(where: { $0.place == entry.place }), index > 0 else { return }
        let before = self.range(of: entries[index - 1].place)
        let dash = dash(before: range.lowerBound)
        if dash > before.upperBound, text.scalars[dash] == "-" {
            text.replace(text.lineStart(dash)..<text.nextLine(range.upperBound), with: "")
        } else {
            text.replace(before.upperBound..<range.upperBound, with: "")
        }
    }

    // MARK: Places

    private func isFlow(_ offset: Int) -> Bool {
        offset < text.scalars.count && (text.scalars[offset] == "[" || text.scalars[offset] == "{")
    }

    /// Where the entry stands that begins at `place`, without its dash and the comment behind it.
    private func range(of place: Place) -> Range<Int> {
        let start = text.offset(of: place)
        if isFlow(start) { return start..<(text.flowEnd(start) ?? start) }
        let dash = dash(before: start)
        let indent = dash - text.lineStart(dash)
        // The lines that stand deeper than the dash are the entry's.
        var end = text.contentEnd(start)
        var line = text.nextLine(start)
        while line < text.scalars.count {
            let next = text.nextLine(line)
            if let own = text.indent(line) {
                guard own > indent else { break }
                end = text.contentEnd(line)
            }
            line = next
        }
        return start..<end
    }

    /// The dash before an entry; the entry's own place where there is none.
    private func dash(before offset: Int) -> Int {
        var index = offset - 1
        while index >= 0, YamlText.isBlank(text.scalars[index]) || YamlText.isBreak(text.scalars[index]) { index -= 1 }
        return index >= 0 && text.scalars[index] == "-" ? index : offset
    }
}

extension Tree {
    /// The entry of a map.
    func entry(_ key: String) -> Entry? {
        guard case .map(let entries) = content else { return nil }
        return entries.first { $0.key == key }
    }
}
