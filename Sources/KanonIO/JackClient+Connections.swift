import CJACK
import Glibc

extension JackClient {
    /// Where `rule` connects the outputs on this server now.
    func choice(_ rule: JackConnections) -> [JackLink] {
        let isInput = UInt(JackPortIsInput.rawValue)
        let targets: [String]
        switch rule {
        case .none: targets = []
        case .physical:
            let ports = JackPort.names(client, kind: .audio, flags: isInput | UInt(JackPortIsPhysical.rawValue))
            targets = ports.count == 1 ? [ports[0], ports[0]] : Array(ports.prefix(2))
        case .matching(let pattern): targets = JackPort.names(client, matching: pattern, kind: .audio, flags: isInput)
        }
        return targets.enumerated().map { JackLink(port: $0.offset % 2 == 0 ? .left : .right, other: $0.element) }
    }

    /// Throws where `rule` fits no port.
    func check(_ rule: JackConnections, _ choice: [JackLink]) throws(IOFailure) {
        guard case .matching(let pattern) = rule, choice.isEmpty else { return }
        let all = JackPort.names(client, kind: .audio, flags: UInt(JackPortIsInput.rawValue))
        throw IOFailure(
            "No JACK input matches '\(pattern)'; "
                + (all.isEmpty ? "there is none at all." : "there are: \(all.joined(separator: ", "))."))
    }

    /// Makes a connection; true where it is there now.
    func connect(_ link: JackLink) -> Bool {
        let own = jack_port_name(port(link.port))
        let status = link.isOutput ? jack_connect(client, own, link.other) : jack_connect(client, link.other, own)
        return status == 0 || status == EEXIST
    }

    /// Looks at Kanon's connections and makes those that are missing.
    func look(_ kept: inout KeptConnections) {
        var sight = KeptConnections.Sight(microseconds: Self.microseconds)
        for port in JackLink.Port.allCases {
            for name in connections(of: port) { sight.links.insert(JackLink(port: port, other: name)) }
        }
        for name in Set(kept.links.union(sight.links).map(\.other)) { sight.ports[name] = identity(of: name) }
        if !sight.links.contains(where: \.isOutput), !kept.isPlayers { sight.choice = choice(kept.rule) }
        for link in kept.look(sight) where connect(link) { kept.made(link, port: identity(of: link.other)) }
    }

    private func connections(of port: JackLink.Port) -> [String] {
        guard let list = jack_port_get_all_connections(client, self.port(port)) else { return [] }
        defer { jack_free(list) }
        var names: [String] = []
        while let name = list[names.count] { names.append(String(cString: name)) }
        return names
    }

    /// The number of the port that has this name now; nil where there is none.
    private func identity(of name: String) -> UInt64? { jack_port_by_name(client, name).map { jack_port_uuid($0) } }
}
