import KanonEngine

/// Reads a mapping's `buttons:`.
struct ButtonReader {
    let findings: Findings

    private static let keys = SourceReader.keys + ["do", "preset", "program", "bank"]
    private static let example = "{cc: 44, do: preset.next}"
    /// The actions that are one word, in the order in which they are told.
    static let actions: [(name: String, action: ButtonAction)] = [
        ("preset.next", .ask(.nextPreset)), ("preset.previous", .ask(.previousPreset)), ("record", .ask(.record)), ("panic", .panic),
        ("tempo.tap", .tapTempo), ("sustain.latch", .latchSustain), ("octave.up", .shiftOctave(1)), ("octave.down", .shiftOctave(-1)),
        ("octave.reset", .resetOctave),
    ]

    func read(_ tree: Tree) -> [Placed<ControllerMap.Button>] {
        (findings.list(tree, "buttons", such: "- \(Self.example)") ?? []).compactMap { entry in
            button(entry).map { Placed($0, at: entry.place) }
        }
    }

    private func button(_ tree: Tree) -> ControllerMap.Button? {
        guard let fields = findings.fields(tree, "a button", keys: Self.keys) else { return nil }
        let origin = SourceReader(findings: findings).read(fields, "a button", at: tree.place, such: Self.example)
        guard let action = action(fields, at: tree.place), let origin else { return nil }
        return ControllerMap.Button(origin.source, channel: origin.channel, action)
    }

    private func action(_ fields: [String: Tree], at place: Place) -> ButtonAction? {
        let said = ["do", "preset", "program"].filter { fields[$0] != nil }
        guard let key = said.first, said.count == 1 else {
            findings.add(
                said.count > 1 ? fields[said[1]]!.place : place,
                said.isEmpty ? "a button does nothing" : "a button has \(said.joined(separator: " and "))",
                allowed: "write do: preset.next, or preset: glass, or program: 12")
            return nil
        }
        if let bank = fields["bank"], key != "program" {
            findings.add(bank.place, "bank belongs to program", allowed: "write program: 12, bank: 1")
            return nil
        }
        switch key {
        case "do": return findings.choice(fields["do"]!, Self.actions.map(\.name), "do").map { Self.actions[$0].action }
        case "preset": return findings.text(fields["preset"]!, "preset", such: "glass").map { .ask(.preset($0)) }
        default: return findings.program(fields).map { .ask(.program($0)) }
        }
    }
}
