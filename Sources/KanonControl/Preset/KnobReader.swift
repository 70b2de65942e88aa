import KanonEngine

/// Reads a preset's `knobs:`.
struct KnobReader {
    let findings: Findings

    private static let keys = ["name", "to", "range", "curve"]
    private static let numbers = (1...8).map(String.init)
    /// What a macro may move: everything of the preset but macros.
    private static let parameters = Parameter.all.filter { $0.section.belongsToPreset && $0.section != .knob }

    func read(_ tree: Tree) -> [Knob] {
        var knobs: [Knob] = []
        for entry in findings.entries(tree, "knobs", keys: Self.numbers) ?? [] {
            guard let number = Int(entry.key) else { continue }
            if let knob = knob(entry.value, number, at: entry.place) { knobs.append(knob) }
        }
        if knobs.reduce(0, { $0 + $1.targets.count }) > Sound.maximumMacroTargets {
            findings.add(
                tree.place, "the knobs move too much", allowed: "at most \(Sound.maximumMacroTargets) targets together")
        }
        return knobs.sorted { $0.number < $1.number }
    }

    private func knob(_ tree: Tree, _ number: Int, at place: Place) -> Knob? {
        let what = "knobs.\(number)"
        guard let fields = findings.fields(tree, what, keys: Self.keys) else { return nil }
        guard let to = fields["to"] else {
            findings.add(place, "\(what) moves nothing", allowed: "write to: filter.cutoff, or a list of parameters")
            return nil
        }
        let targets: [Sound.MacroTarget]
        if case .list(let list) = to.content {
            targets = list.compactMap { item in
                guard case .map = item.content else { return target(item, fields, what, number) }
                guard var own = findings.fields(item, what, keys: ["to", "range", "curve"]) else { return nil }
                guard let to = own["to"] else {
                    findings.add(
                        item.place, "\(what) moves nothing",
                        allowed: "write {to: filter.cutoff, range: [200 Hz, 12 kHz]}")
                    return nil
                }
                own.merge(fields) { mine, _ in mine }
                return target(to, own, what, number)
            }
        } else {
            targets = target(to, fields, what, number).map { [$0] } ?? []
        }
        let name = fields["name"].flatMap { findings.title($0, "\(what).name", such: "Bright") }
        return Knob(number: number, name: name ?? "Knob \(number)", targets: targets)
    }

    private func target(_ to: Tree, _ fields: [String: Tree], _ what: String, _ number: Int) -> Sound.MacroTarget? {
        guard let parameter = findings.parameter(to, "\(what).to", among: Self.parameters) else { return nil }
        guard let travel = findings.travel(of: parameter, range: fields["range"], curve: fields["curve"], what) else {
            return nil
        }
        return Sound.MacroTarget(
            knob: number - 1, parameter: parameter.id, low: travel.low, high: travel.high, curve: travel.curve)
    }
}
