import KanonEngine

/// Reads a mapping's tree; whatever is wrong goes to the findings.
struct MappingReader {
    let findings: Findings

    private static let keys = [Header.key, "name", "description", "match", "velocity", "pedal", "keys", "knobs", "buttons"]

    func read(_ tree: Tree, file: String) -> Mapping {
        let fields = findings.fields(tree, "a mapping", keys: Self.keys) ?? [:]
        var map = ControllerMap()
        if let tree = fields["velocity"], let levels = VelocityReader(findings: findings).read(tree) {
            map.velocityLevels = levels
        }
        if let tree = fields["pedal"] { pedal(tree, into: &map) }
        if let tree = fields["keys"] { map.zones = ZoneReader(findings: findings).read(tree) }
        let rules = fields["knobs"].map { RuleReader(findings: findings).read($0) } ?? []
        let buttons = fields["buttons"].map { ButtonReader(findings: findings).read($0) } ?? []
        (map.rules, map.buttons) = (rules.map(\.element), buttons.map(\.element))
        return Mapping(
            name: fields["name"].flatMap { findings.title($0, "name", such: "MPK mini") } ?? FileName.stem(file),
            description: fields["description"].flatMap { findings.title($0, "description", such: "Eight knobs") } ?? "",
            match: fields["match"].map(match), controllers: map, ruleLines: rules.map(\.line), buttonLines: buttons.map(\.line))
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
}
