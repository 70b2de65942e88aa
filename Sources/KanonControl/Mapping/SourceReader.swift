import KanonEngine

/// Reads what a knob or a button of a mapping listens to: one of `cc`, `nrpn`, `note` and `from`, and the channel.
struct SourceReader {
    let findings: Findings

    /// The keys that say it.
    static let keys = ["cc", "bits", "nrpn", "note", "from", "channel"]
    private static let kinds = ["cc", "nrpn", "note", "from"]
    private static let named: [(name: String, source: ControllerSource)] = [("bend", .bend), ("pressure", .pressure)]

    /// `what`: a knob or a button, at `place`, which might be written like `example`.
    func read(
        _ fields: [String: Tree], _ what: String, at place: Place, such example: String
    ) -> (source: ControllerSource, channel: UInt8?)? {
        let channel = fields["channel"].map { findings.whole($0, 1...16, "channel") }
        let kinds = Self.kinds.filter { fields[$0] != nil }
        guard let kind = kinds.first else {
            findings.add(
                place, "\(what) listens to nothing", allowed: "write one of \(Self.kinds.joined(separator: ", ")), like \(example)")
            return nil
        }
        guard kinds.count == 1 else {
            findings.add(fields[kinds[1]]!.place, "\(what) listens to \(kinds.joined(separator: " and "))", allowed: "one of them")
            return nil
        }
        if let bits = fields["bits"], kind != "cc" {
            findings.add(bits.place, "bits belongs to cc", allowed: "values of nrpn are of 7 or 14 bits as they come")
            return nil
        }
        guard let source = source(fields[kind]!, kind, bits: fields["bits"]) else { return nil }
        if let channel, channel == nil { return nil }
        return (source, channel.flatMap { $0 }.map { UInt8($0 - 1) })
    }

    private func source(_ tree: Tree, _ kind: String, bits: Tree?) -> ControllerSource? {
        switch kind {
        case "cc": return controller(tree, bits: bits)
        case "nrpn": return findings.whole(tree, 0...16_383, "nrpn").map { .nonRegistered(UInt16($0)) }
        case "note": return findings.key(tree, "note").map { .note($0) }
        default: return findings.choice(tree, Self.named.map(\.name), "from").map { Self.named[$0].source }
        }
    }

    private func controller(_ tree: Tree, bits: Tree?) -> ControllerSource? {
        // 120 and above are channel mode messages: all notes off and the like.
        guard let number = findings.whole(tree, 0...119, "cc") else { return nil }
        guard let bits else { return .controller(UInt8(number)) }
        guard let count = findings.whole(bits, 7...14, "bits") else { return nil }
        switch count {
        case 7: return .controller(UInt8(number))
        // Bank select and data entry belong to other numbers.
        case 14 where (1...31).contains(number) && number != 6: return .pair(UInt8(number))
        case 14:
            findings.add(
                bits.place, "cc \(number) has no second part",
                allowed: "those of 14 bits are 1 … 5 and 7 … 31, whose second part is the controller 32 above")
        default: findings.add(bits.place, "bits \(count) are no controller's", allowed: "7 or 14")
        }
        return nil
    }
}
