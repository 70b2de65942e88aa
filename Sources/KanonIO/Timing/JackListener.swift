import CJACK
import Glibc
import Synchronization

/// A JACK client that keeps what it hears, by the server's own count of frames.
public final class JackListener {
    private struct State: ~Copyable {
        let port: OpaquePointer
        let client: OpaquePointer
        let samples: UnsafeMutablePointer<Float>
        let capacity: Int
        let base = Atomic<UInt32>(0)
        let end = Atomic<Int>(0)
    }

    private let client: OpaquePointer
    private let state: UnsafeMutablePointer<State>
    /// Frames that sound took to get to the port it is connected to, as the server says: of a card's input, those of the card.
    public let captureLatency: Int

    /// Listens to the port `source` (`client:port`) of `server` (nil: the default one) for at most `seconds`, at `sampleRate`.
    public init(server: String?, from source: String, seconds: Double = 20, sampleRate: Double = 48_000) throws(IOFailure) {
        let refusal = IOFailure("The JACK server has no room for one that listens.")
        guard let client = JackClient.connect(name: "kanon-listener", server: server) else { throw refusal }
        guard let port = jack_port_register(client, "in", JACK_DEFAULT_AUDIO_TYPE, UInt(JackPortIsInput.rawValue), 0) else {
            jack_client_close(client)
            throw refusal
        }
        self.client = client
        let capacity = Int(seconds * sampleRate)
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: capacity)
        samples.initialize(repeating: 0, count: capacity)
        state = .allocate(capacity: 1)
        state.initialize(to: State(port: port, client: client, samples: samples, capacity: capacity))
        jack_set_process_callback(client, { JackListener.process($0, $1) }, state)
        var isConnected = jack_activate(client) == 0
        if isConnected {
            let status = jack_connect(client, source, jack_port_name(port))
            isConnected = status == 0 || status == EEXIST
        }
        var range = jack_latency_range_t(min: 0, max: 0)
        if let other = jack_port_by_name(client, source) { jack_port_get_latency_range(other, JackCaptureLatency, &range) }
        captureLatency = Int(range.max)
        guard isConnected else {
            let outputs = JackPort.names(client, kind: .audio, flags: UInt(JackPortIsOutput.rawValue))
            throw IOFailure("JACK has no output '\(source)'; there are: \(outputs.joined(separator: ", ")).")
        }
    }

    deinit {
        jack_client_close(client)
        state.pointee.samples.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// The frame of the first sample.
    public var base: UInt32 { state.pointee.base.load(ordering: .acquiring) }
    /// Frames heard so far.
    public var count: Int { state.pointee.end.load(ordering: .acquiring) }

    func sample(_ index: Int) -> Float { state.pointee.samples[index] }

    /// The frames at which sound begins after at least `silence` frames without any: where a sample differs from the one before by
    /// `step` of full scale. What is left of an offset dies away in far smaller ones.
    public func onsets(silence: Int = 480, step: Float = 1e-5) -> [UInt32] {
        var quiet = silence
        var onsets: [UInt32] = []
        var last: Float = 0
        for index in 0..<count {
            if abs(sample(index) - last) < step {
                quiet += 1
            } else {
                if quiet >= silence { onsets.append(base &+ UInt32(index)) }
                quiet = 0
            }
            last = sample(index)
        }
        return onsets
    }

    private static func process(_ frames: UInt32, _ context: UnsafeMutableRawPointer?) -> Int32 {
        // SAFETY: `init` gave this pointer, and it lives until the client is closed.
        let state = context.unsafelyUnwrapped.assumingMemoryBound(to: State.self)
        let start = jack_last_frame_time(state.pointee.client)
        if state.pointee.base.load(ordering: .relaxed) == 0 { state.pointee.base.store(start, ordering: .releasing) }
        // Blocks that the server skipped stay silent.
        let index = Int(start &- state.pointee.base.load(ordering: .relaxed))
        guard index + Int(frames) <= state.pointee.capacity,
            let buffer = jack_port_get_buffer(state.pointee.port, frames)?.assumingMemoryBound(to: Float.self)
        else { return 0 }
        for frame in 0..<Int(frames) { state.pointee.samples[index + frame] = buffer[frame] }
        state.pointee.end.store(index + Int(frames), ordering: .releasing)
        return 0
    }
}
