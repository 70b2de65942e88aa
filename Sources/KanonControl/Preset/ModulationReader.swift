import KanonEngine

/// Reads a preset's `modulation:`, a list of ways from a source to a parameter of the voices.
struct ModulationReader {
    let findings: Findings

    private static let keys = ["from", "via", "to", "amount"]
    private static let inputs = ModulationInput.allCases
    /// What a modulation may move.
    private static let parameters = Parameter.all.filter { $0.modulationUnit != nil }

    func read(_ tree: Tree) -> [Sound.Modulation] {
        let example = "[{from: wheel, to: filter.cutoff, amount: 2 oct}]"
        let list = findings.list(tree, "modulation", such: example) ?? []
        if list.count > Sound.maximumModulations {
            findings.add(
                tree.place, "modulation has \(list.count) entries", allowed: "at most \(Sound.maximumModulations)")
        }
        return list.prefix(Sound.maximumModulations).enumerated().compactMap { index, entry in modulation(entry, number: index + 1) }
    }

    private func modulation(_ tree: Tree, number: Int) -> Sound.Modulation? {
        let what = "modulation \(number)"
        guard let fields = findings.fields(tree, what, keys: Self.keys) else { return nil }
        guard let from = fields["from"], let to = fields["to"], let amount = fields["amount"] else {
            let missing = ["from", "to", "amount"].filter { fields[$0] == nil }.joined(separator: ", ")
            findings.add(
                tree.place, "\(what) lacks \(missing)", allowed: "write it like {from: wheel, to: filter.cutoff, amount: 2 oct}")
            return nil
        }
        let names = Self.inputs.map(\.name)
        let via = fields["via"].map { findings.choice($0, names, "\(what).via") }
        guard let source = findings.choice(from, names, "\(what).from"), let parameter = target(to, "\(what).to"),
            let unit = parameter.modulationUnit,
            let size = findings.value(amount, Quantity(unit: unit, range: parameter.modulationRange), "\(what).amount")
        else { return nil }
        let inputs = [Self.inputs[source]] + (via.flatMap { $0 }.map { [Self.inputs[$0]] } ?? [])
        if parameter.id == .morphPosition, let own = inputs.first(where: { !$0.isShared }) {
            let shared = Self.inputs.filter(\.isShared).map(\.name)
            findings.add(
                from.place, "\(what) cannot move \(parameter.key), which all voices share, by \(own.name), which is another of each",
                allowed: "allowed are \(shared.joined(separator: ", "))")
            return nil
        }
        return Sound.Modulation(
            source: Self.inputs[source], via: via.flatMap { $0 }.map { Self.inputs[$0] }, parameter: parameter.id, amount: size)
    }

    private func target(_ tree: Tree, _ what: String) -> Parameter? {
        guard let key = findings.text(tree, what, such: "filter.cutoff") else { return nil }
        if let parameter = Self.parameters.first(where: { $0.key == key }) { return parameter }
        let keys = Self.parameters.map(\.key)
        let allowed = Parameter.named(key) == nil ? "kanon params lists the parameters" : "allowed are \(keys.joined(separator: ", "))"
        findings.add(
            tree.place, "\(what) cannot be \(Tree.quote(key))", allowed: allowed, suggestion: Nearest.name(to: key, among: keys))
        return nil
    }
}
