import KanonEngine

/// Reads a mapping's tree; whatever is wrong goes to the findings.
struct MappingReader {
    let findings: Findings

    private static let keys = [Header.key, "name", "description", "match", "velocity", "pedal", "knobs"]

    func read(_ tree: Tree, file: String) -> Mapping {
        let fields = findings.fields(tree, "a mapping", keys: Self.keys) ?? [:]
        var map = ControllerMap()
        if let tree = fields["velocity"], let levels = VelocityReader(findings: findings).read(tree) {
            map.velocityLevels = levels
        }
        if let tree = fields["pedal"] { pedal(tree, into: &map) }
        if let tree = fields["knobs"] {
            let list = findings.list(tree, "knobs", such: "- {cc: 74, to: knob.5}") ?? []
            map.rules = list.compactMap(rule)
        }
        return Mapping(
            name: fields["name"].flatMap { findings.text($0, "name", such: "MPK mini") } ?? FileName.stem(file),
            description: fields["description"].flatMap { findings.text($0, "description", such: "Eight knobs") } ?? "",
            match: fields["match"].map(match), controllers: map)
    }

    private func match(_ tree: Tree) -> DeviceMatch {
        let fields = findings.fields(tree, "match", keys: ["name", "usb"]) ?? [:]
        var match = DeviceMatch()
        if let tree = fields["name"], let text = findings.text(tree, "match.name", such: "\"MPK mini*\"") {
            match.name = Glob(text)
        }
        if let tree = fields["usb"], let text = findings.text(tree, "match.usb", such: "\"09e8:*\"") {
            if text.wholeMatch(of: /[0-9A-Fa-f*?]+:[0-9A-Fa-f*?]+/) != nil {
                match.usb = Glob(text)
            } else {
                findings.add(
                    tree.place, "match.usb cannot be \(Tree.quote(text))",
                    allowed: "write vendor:product as lsusb does, like \"09e8:*\"")
            }
        }
        return match
    }

    private func pedal(_ tree: Tree, into map: inout ControllerMap) {
        let fields = findings.fields(tree, "pedal", keys: ["on", "off"]) ?? [:]
        let on = fields["on"].flatMap { findings.whole($0, 1...127, "pedal.on") } ?? Int(map.pedalDown)
        let off = fields["off"].flatMap { findings.whole($0, 1...127, "pedal.off") } ?? min(on, Int(map.pedalUp))
        if off > on {
            findings.add(
                fields["off"]?.place ?? tree.place, "pedal.off \(off) is above pedal.on \(on)",
                allowed: "the same or below")
        } else {
            (map.pedalDown, map.pedalUp) = (UInt8(on), UInt8(off))
        }
    }

    private func rule(_ tree: Tree) -> ControllerMap.Rule? {
        guard let fields = findings.fields(tree, "a knob", keys: ["cc", "channel", "to", "range", "curve", "takeover"]) else {
            return nil
        }
        for key in ["cc", "to"] where fields[key] == nil {
            findings.add(tree.place, "a knob has no \(key)", allowed: "write it like {cc: 74, to: knob.5}")
        }
        guard let cc = fields["cc"], let to = fields["to"] else { return nil }
        // 120 and above are channel mode messages: all notes off and the like.
        let controller = findings.whole(cc, 0...119, "cc")
        let channel = fields["channel"].flatMap { findings.whole($0, 1...16, "channel") }
        guard let parameter = findings.parameter(to, "to", among: Parameter.all) else { return nil }
        let travel = findings.travel(of: parameter, range: fields["range"], curve: fields["curve"], parameter.key)
        let names = Takeover.allCases.map(\.rawValue)
        let takeover = fields["takeover"].flatMap { findings.choice($0, names, "takeover") } ?? 0
        guard let controller, let travel else { return nil }
        return ControllerMap.Rule(
            controller: UInt8(controller), channel: channel.map { UInt8($0 - 1) }, parameter: parameter.id,
            low: travel.low, high: travel.high, curve: travel.curve, takeover: Takeover.allCases[takeover])
    }
}
