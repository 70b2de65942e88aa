import CJACK
import Glibc
import Synchronization

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
        let cycle = Cycle()
        // The callback's until the client is closed.
        defer { withExtendedLifetime(cycle) { _ = jack_client_close(client) } }
        if JackLibrary.isPipeWire { cycle.await(client) }
        return JackServerStatus(
            frames: Int(jack_get_buffer_size(client)), sampleRate: Double(jack_get_sample_rate(client)),
            isRealTime: jack_is_realtime(client) != 0)
    }

    /// The first cycle of a client.
    private final class Cycle: Sendable {
        /// Relaxed: it stands for itself.
        private let hasBegun = Atomic<Bool>(false)

        /// PipeWire tells its frames and its rate in a cycle; before, its library says what was asked for. Waits a second at most.
        func await(_ client: OpaquePointer) {
            // SAFETY: who calls keeps this object until the client is closed.
            jack_set_process_callback(
                client,
                { _, context in
                    let cycle = Unmanaged<Cycle>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
                    cycle.hasBegun.store(true, ordering: .relaxed)
                    return 0
                }, Unmanaged.passUnretained(self).toOpaque())
            guard jack_activate(client) == 0 else { return }
            for _ in 0..<200 where !hasBegun.load(ordering: .relaxed) { usleep(5000) }
            jack_deactivate(client)
        }
    }
}
