import KanonEngine

/// What a mapping says, in words.
extension ControllerMap {
    /// A row of columns for each rule, button and zone, in the order of the file.
    public var rows: [[String]] {
        rules.map(row) + buttons.map(row) + zones.map(row)
            + [["pedal", "any channel", "down from \(pedalDown), up below \(pedalUp)"]]
    }

    private func row(_ rule: Rule) -> [String] {
        guard let parameter = Parameter.all.first(where: { $0.id == rule.parameter }) else { return [] }
        let ends = [rule.low, rule.high].map { parameter.quantity.print($0, digits: 3) }
        var row = [rule.source.name, channelName(rule.channel), parameter.key, ends.joined(separator: " … ")]
        switch rule.gesture {
        case .absolute:
            row += [rule.curve.name, rule.takeover.rawValue]
            if rule.dead > 0 { row.append("dead \(share(rule.dead))") }
            if rule.center > 0 { row.append("center \(share(rule.center))") }
        case .relative(let encoding): row += ["\(encoding.rawValue), step \(step(rule.step, parameter))"]
        case .toggle: row.append("toggle")
        case .momentary: row.append("momentary")
        case .step: row.append("step \(step(rule.step, parameter))")
        }
        return row
    }

    private func row(_ button: Button) -> [String] { [button.source.name, channelName(button.channel), button.action.name] }

    private func row(_ zone: KeyZone) -> [String] {
        let keys = "\(KeyName.print(Int(zone.keys.lowerBound))) … \(KeyName.print(Int(zone.keys.upperBound)))"
        var row = [keys, zone.channel.map { "to channel \($0 + 1)" } ?? "own channel"]
        row.append(zone.transpose == 0 ? "as they are" : "\(zone.transpose > 0 ? "+" : "")\(zone.transpose) st")
        if zone.velocityLevels != nil { row.append("own velocity") }
        if !zone.isControlled { row.append("no controls") }
        return row
    }

    private func channelName(_ channel: UInt8?) -> String { channel.map { "channel \($0 + 1)" } ?? "any channel" }

    private func share(_ value: Float) -> String { Quantity(unit: .share, range: 0...1).print(value, digits: 3) }

    private func step(_ step: Float, _ parameter: Parameter) -> String { parameter.row.counts ? "\(Int(step))" : share(step) }
}

extension ControllerSource {
    /// As a list names it: `CC 74`.
    public var name: String {
        switch self {
        case .controller(let number): "CC \(number)"
        case .pair(let number): "CC \(number)+\(number + 32)"
        case .nonRegistered(let number): "NRPN \(number)"
        case .pressure: "pressure"
        case .bend: "bend"
        case .note(let key): "key \(KeyName.print(Int(key)))"
        }
    }
}

extension ButtonAction {
    /// As files name it.
    var name: String {
        switch self {
        case .ask(.preset(let name)): "preset \(name)"
        case .ask(.program(let number)): "program \(number % 128 + 1)" + (number < 128 ? "" : ", bank \(number / 128)")
        default: ButtonReader.actions.first { $0.action == self }?.name ?? ""
        }
    }
}
