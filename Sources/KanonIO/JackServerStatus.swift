import CJACK
import Glibc

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
        // One that does not answer in time is the same to who asks.
        (try? ServerThread.run { ask(server: server) }) ?? nil
    }

    private static func ask(server: String?) -> JackServerStatus? {
        JackMessages.drop()
        guard let client = JackClient.connect(name: "kanon-doctor", server: server) else { return nil }
        defer { jack_client_close(client) }
        if JackLibrary.isPipeWire { awaitCycle(client) }
        return JackServerStatus(
            frames: Int(jack_get_buffer_size(client)), sampleRate: Double(jack_get_sample_rate(client)),
            isRealTime: jack_is_realtime(client) != 0)
    }

    /// PipeWire tells its frames and its rate in a cycle; before, its library says what was asked for.
    private static func awaitCycle(_ client: OpaquePointer) {
        let hasCycled = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
        hasCycled.initialize(to: false)
        jack_set_process_callback(
            client,
            { _, context in
                context.unsafelyUnwrapped.assumingMemoryBound(to: Bool.self).pointee = true
                return 0
            }, hasCycled)
        guard jack_activate(client) == 0 else { return }
        for _ in 0..<200 where !hasCycled.pointee { usleep(5000) }
        jack_deactivate(client)
        hasCycled.deallocate()
    }
}
