import CJACK

/// A port in JACK's graph.
public struct JackPort: Equatable, Sendable {
    /// Whether sound or MIDI passes.
    public enum Kind: String, Sendable {
        /// Sound.
        case audio
        /// MIDI events.
        case midi
    }

    /// `client:port`.
    public let name: String
    /// What passes through it.
    public let kind: Kind
    /// True where other clients may write to it.
    public let isInput: Bool
    /// True for a port of the hardware.
    public let isPhysical: Bool

    /// The ports of a server (nil: the default one); nil when none runs. Throws where one does not answer.
    public static func list(server: String? = nil) throws(IOFailure) -> [JackPort]? {
        try ServerThread.run { ask(server: server) }
    }

    /// The same, as long as it takes.
    static func ask(server: String?) -> [JackPort]? {
        JackMessages.drop()
        guard let client = JackClient.connect(name: "kanon-list", server: server) else { return nil }
        defer { jack_client_close(client) }
        let isOutput = UInt(JackPortIsOutput.rawValue)
        let isInput = UInt(JackPortIsInput.rawValue)
        return [(Kind.midi, isOutput), (.midi, isInput), (.audio, isOutput), (.audio, isInput)].flatMap {
            kind, direction in
            names(client, kind: kind, flags: direction).map { name in
                let flags = jack_port_by_name(client, name).map { UInt(bitPattern: Int(jack_port_flags($0))) } ?? 0
                return JackPort(
                    name: name, kind: kind, isInput: direction == isInput,
                    isPhysical: flags & UInt(JackPortIsPhysical.rawValue) != 0)
            }
        }
    }

    static func names(_ client: OpaquePointer, matching pattern: String? = nil, kind: Kind, flags: UInt) -> [String] {
        let type = kind == .audio ? JACK_DEFAULT_AUDIO_TYPE : JACK_DEFAULT_MIDI_TYPE
        guard let list = jack_get_ports(client, pattern, type, flags) else { return [] }
        defer { jack_free(list) }
        var names: [String] = []
        while let name = list[names.count] { names.append(String(cString: name)) }
        return names
    }
}
