import KanonEngine

/// Reads a mapping's `knobs:`.
struct RuleReader {
    let findings: Findings

    private static let keys =
        SourceReader.keys + ["to", "range", "curve", "takeover", "relative", "press", "step", "dead", "center"]
    private static let example = "{cc: 74, to: knob.5}"
    private static let presses: [(name: String, gesture: Gesture)] = [("toggle", .toggle), ("momentary", .momentary), ("step", .step)]

    /// What an entry says of each parameter it moves.
    private struct Manner {
        var gesture: Gesture
        var step: Tree?
        var dead: Float
        var center: Float
        var takeover: Takeover
    }

    func read(_ tree: Tree) -> [Placed<ControllerMap.Rule>] {
        (findings.list(tree, "knobs", such: "- \(Self.example)") ?? []).flatMap { entry in
            rules(entry).map { Placed($0, at: entry.place) }
        }
    }

    private func rules(_ tree: Tree) -> [ControllerMap.Rule] {
        guard let fields = findings.fields(tree, "a knob", keys: Self.keys) else { return [] }
        let origin = SourceReader(findings: findings).read(fields, "a knob", at: tree.place, such: Self.example)
        let manner = manner(fields)
        guard let to = fields["to"] else {
            findings.add(tree.place, "a knob has no to", allowed: "write it like \(Self.example)")
            return []
        }
        if case .note? = origin?.source, case .absolute? = manner?.gesture {
            findings.add(fields["note"]!.place, "a key is no knob", allowed: "write press: toggle, momentary or step")
            return []
        }
        return targets(to, fields).compactMap { target in
            guard let parameter = findings.parameter(target.to, "to", among: Parameter.all) else { return nil }
            let travel = findings.travel(of: parameter, range: target.range, curve: target.curve, parameter.key)
            guard let origin, let manner, let travel, let step = step(manner, of: parameter) else { return nil }
            var rule = ControllerMap.Rule(
                origin.source, channel: origin.channel, parameter: parameter.id, low: travel.low, high: travel.high,
                curve: travel.curve, gesture: manner.gesture, step: step, takeover: manner.takeover)
            (rule.dead, rule.center) = (manner.dead, manner.center)
            return rule
        }
    }

    /// One parameter or several, which may have ranges and curves of their own.
    private func targets(_ to: Tree, _ fields: [String: Tree]) -> [(to: Tree, range: Tree?, curve: Tree?)] {
        guard case .list(let list) = to.content else { return [(to, fields["range"], fields["curve"])] }
        return list.compactMap { item in
            guard case .map = item.content else { return (item, fields["range"], fields["curve"]) }
            guard let own = findings.fields(item, "to", keys: ["to", "range", "curve"]) else { return nil }
            guard let to = own["to"] else {
                findings.add(item.place, "to moves nothing", allowed: "write {to: filter.cutoff, range: [200 Hz, 12 kHz]}")
                return nil
            }
            return (to, own["range"] ?? fields["range"], own["curve"] ?? fields["curve"])
        }
    }

    private func manner(_ fields: [String: Tree]) -> Manner? {
        guard let gesture = gesture(fields) else { return nil }
        let names = Takeover.allCases.map(\.rawValue)
        let takeover = fields["takeover"].map { findings.choice($0, names, "takeover") }
        if case .absolute = gesture {
        } else {
            for key in ["takeover", "dead", "center"] {
                guard let tree = fields[key] else { continue }
                findings.add(
                    tree.place, "\(key) means nothing here", allowed: "what is relative or pressed starts from where its parameter stands")
                return nil
            }
        }
        let zone = Quantity(unit: .share, range: 0...0.4)
        let dead = fields["dead"].map { findings.value($0, zone, "dead") }
        let center = fields["center"].map { findings.value($0, zone, "center") }
        if takeover == .some(nil) || dead == .some(nil) || center == .some(nil) { return nil }
        return Manner(
            gesture: gesture, step: fields["step"], dead: dead.flatMap { $0 } ?? 0, center: center.flatMap { $0 } ?? 0,
            takeover: takeover.flatMap { $0 }.map { Takeover.allCases[$0] } ?? .pickup)
    }

    private func gesture(_ fields: [String: Tree]) -> Gesture? {
        switch (fields["relative"], fields["press"]) {
        case (let relative?, nil):
            let names = RelativeEncoding.allCases.map(\.rawValue)
            return findings.choice(relative, names, "relative").map { .relative(RelativeEncoding.allCases[$0]) }
        case (nil, let press?): return findings.choice(press, Self.presses.map(\.name), "press").map { Self.presses[$0].gesture }
        case (_?, let press?):
            findings.add(press.place, "a knob cannot be relative and pressed", allowed: "one of relative and press")
            return nil
        case (nil, nil): return .absolute
        }
    }

    /// How far one step goes: a share of the range, or so many of the values of what counts.
    private func step(_ manner: Manner, of parameter: Parameter) -> Float? {
        let counts = parameter.row.counts
        guard let tree = manner.step else {
            // From end to end in four presses, or in a hundred steps of a knob without ends.
            return counts ? 1 : manner.gesture == .step ? 0.25 : 0.01
        }
        let width = parameter.row.range.upperBound - parameter.row.range.lowerBound
        let quantity = counts ? Quantity(unit: .steps, range: -width...width) : Quantity(unit: .share, range: -1...1)
        guard let step = findings.value(tree, quantity, "step") else { return nil }
        if step == 0 { findings.add(tree.place, "a step of nothing moves nothing", allowed: "above 0, or below to go down") }
        return step == 0 ? nil : step
    }
}
