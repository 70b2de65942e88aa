import CJACK

/// What a running JACK server says of itself, asked as a client without ports.
public struct JackServerStatus: Equatable, Sendable {
    /// Frames in a block.
    public var frames: Int
    /// Frames a second.
    public var sampleRate: Double
    /// Whether it was started in real-time mode; not whether its threads were granted it.
    public var isRealTime: Bool

    /// A status of these values.
    public init(frames: Int, sampleRate: Double, isRealTime: Bool) {
        self.frames = frames
        self.sampleRate = sampleRate
        self.isRealTime = isRealTime
    }

    /// That of a server (nil: the default one), through the libjack of this process; nil when none answers.
    public static func read(server: String? = nil) -> JackServerStatus? {
        JackMessages.drop()
        guard let client = JackClient.connect(name: "kanon-doctor", server: server) else { return nil }
        defer { jack_client_close(client) }
        return JackServerStatus(
            frames: Int(jack_get_buffer_size(client)), sampleRate: Double(jack_get_sample_rate(client)),
            isRealTime: jack_is_realtime(client) != 0)
    }
}
