import KanonEngine

/// Reads a mapping's `keys:`, the zones of the keyboard.
struct ZoneReader {
    let findings: Findings

    private static let keys = ["from", "to", "transpose", "channel", "velocity", "controls"]
    private static let most = 16

    func read(_ tree: Tree) -> [KeyZone] {
        let list = findings.list(tree, "keys", such: "- {from: C2, to: B3, transpose: -12}") ?? []
        if list.count > Self.most { findings.add(tree.place, "keys has \(list.count) zones", allowed: "at most \(Self.most)") }
        return list.prefix(Self.most).compactMap(zone)
    }

    private func zone(_ tree: Tree) -> KeyZone? {
        guard let fields = findings.fields(tree, "a zone", keys: Self.keys) else { return nil }
        let low = fields["from"].map { findings.key($0, "from") } ?? 0
        let high = fields["to"].map { findings.key($0, "to") } ?? 127
        guard let low, let high else { return nil }
        guard low <= high else {
            findings.add(
                fields["to"]?.place ?? tree.place, "a zone ends at \(KeyName.print(Int(high))), below \(KeyName.print(Int(low)))",
                allowed: "from the lower key to the higher one")
            return nil
        }
        var zone = KeyZone(keys: low...high)
        zone.transpose = fields["transpose"].flatMap { findings.whole($0, -60...60, "transpose") } ?? 0
        zone.channel = fields["channel"].flatMap { findings.whole($0, 1...16, "channel") }.map { UInt8($0 - 1) }
        zone.velocityLevels = fields["velocity"].flatMap { VelocityReader(findings: findings).read($0) }
        if let controls = fields["controls"] {
            zone.isControlled = findings.choice(controls, ["on", "off"], "controls") == 0
            if !zone.isControlled, zone.channel == nil {
                findings.add(controls.place, "a zone on the keys' own channel has their controls", allowed: "give it a channel")
            }
        }
        return zone
    }
}
