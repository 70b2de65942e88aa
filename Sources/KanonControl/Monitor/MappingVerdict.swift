import KanonEngine

/// What a mapping makes of a message: the rules that it hits, or why it hits none.
public struct MappingVerdict: Sendable, Equatable {
    /// Rules, buttons and zones, each with its line.
    public let hits: [String]
    /// Why there is none; nil where nothing has to be said.
    public let reason: String?

    /// The verdict of `mapping`, whose file is `path`, over `heard`; with `only`, other channels (0…15) are not heard. `knobs` are
    /// those of the preset that plays, if that is known.
    public init(_ heard: HeardMessage, _ mapping: Mapping, path: String, only channel: UInt8? = nil, knobs: [Knob] = []) {
        guard let own = heard.channel else {
            (hits, reason) = ([], nil)
            return
        }
        if let channel, channel != own {
            (hits, reason) = ([], "channel \(own + 1) is not heard, only \(channel + 1)")
            return
        }
        let finder = Finder(mapping: mapping, file: FileName.last(path), channel: own, knobs: knobs)
        let hits = heard.movements.flatMap(finder.hits)
        if case .message(.noteOn(_, let key, _)) = heard.content, hits.isEmpty {
            (self.hits, reason) = finder.zones(of: key)
            return
        }
        self.hits = hits
        reason = hits.isEmpty ? finder.reason(for: heard) : nil
    }

    private struct Finder {
        let mapping: Mapping
        let file: String
        let channel: UInt8
        let knobs: [Knob]

        private var map: ControllerMap { mapping.controllers }

        func hits(_ movement: HeardMessage.Movement) -> [String] {
            let rules = map.rules.indices.filter { map.rules[$0].hears(movement.source, on: channel) }.map { index in
                let rule = map.rules[index]
                return "\(rule.source.name) -> \(name(rule)) (\(rule.manner)), line \(mapping.ruleLines[index]) of \(file)"
            }
            let buttons = map.buttons.indices.filter { map.buttons[$0].hears(movement.source, on: channel) }.map { index in
                let button = map.buttons[index]
                return "\(button.source.name) -> \(button.action.name), line \(mapping.buttonLines[index]) of \(file)"
            }
            return rules + buttons
        }

        private func name(_ rule: ControllerMap.Rule) -> String {
            guard let parameter = Parameter.all.first(where: { $0.id == rule.parameter }) else { return "" }
            guard let knob = knobs.first(where: { ParameterID.knob($0.number - 1) == rule.parameter }) else { return parameter.key }
            return "\(parameter.key) \(knob.name)"
        }

        /// How a key sounds that no rule takes.
        func zones(of key: UInt8) -> ([String], String?) {
            guard !map.zones.isEmpty else { return ([], nil) }
            let hits = map.zones.enumerated().filter { $1.keys.contains(key) }.map { index, zone in
                "zone \(index + 1)\(zone.transpose == 0 ? "" : ", \(zone.transpose > 0 ? "+" : "")\(zone.transpose) st")"
                    + (zone.channel.map { ", channel \($0 + 1)" } ?? "")
            }
            return (hits, hits.isEmpty ? "outside every zone of \(file)" : nil)
        }

        func reason(for heard: HeardMessage) -> String? {
            guard case .message(let message) = heard.content else { return nil }
            switch message {
            case .noteOn, .noteOff, .keyPressure, .programChange: return nil
            case .channelPressure, .pitchBend: return nil
            default: break
            }
            let others = Set(heard.movements.map(\.source)).flatMap(channels).sorted()
            if !others.isEmpty {
                let list = Set(others).sorted().map { "\($0 + 1)" }.joined(separator: ", ")
                return "a rule of \(file) names it, but for channel \(list)"
            }
            let isByNumber = heard.movements.contains { if case .nonRegistered = $0.source { true } else { false } }
            if heard.function != nil, !isByNumber { return "the standard's own, no rule needed" }
            if let number = waiting(heard) { return "the first part of CC \(number)+\(number + 32); the second is waited for" }
            return "no rule of \(file) names it"
        }

        /// The channels of rules and buttons for `source` that listen to others than this one.
        private func channels(_ source: ControllerSource) -> [UInt8] {
            map.rules.filter { $0.source == source }.compactMap(\.channel)
                + map.buttons.filter { $0.source == source }.compactMap(\.channel)
        }

        /// A controller whose rule wants both parts, of which only one is there.
        private func waiting(_ heard: HeardMessage) -> UInt8? {
            guard case .controller(let number)? = heard.movements.first?.source, number < 64, heard.movements.count == 1 else { return nil }
            return map.rules.contains { $0.hears(.pair(number & 31), on: channel) } ? number & 31 : nil
        }
    }
}

extension ControllerMap.Rule {
    /// How it moves what it moves, in a word.
    fileprivate var manner: String {
        switch gesture {
        case .absolute: takeover.rawValue
        case .relative(let encoding): encoding.rawValue
        case .toggle: "toggle"
        case .momentary: "momentary"
        case .step: "step"
        }
    }
}
