import CJACK
import Synchronization

@testable import KanonIO

/// A JACK client that keeps what it hears, by the server's own count of frames.
final class Listener {
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

    init(server: String, from source: String, seconds: Double = 20) throws {
        client = try require(JackClient.connect(name: "listener", server: server))
        let port = jack_port_register(client, "in", JACK_DEFAULT_AUDIO_TYPE, UInt(JackPortIsInput.rawValue), 0)!
        let capacity = Int(seconds * 48_000)
        let samples = UnsafeMutablePointer<Float>.allocate(capacity: capacity)
        samples.initialize(repeating: 0, count: capacity)
        state = .allocate(capacity: 1)
        state.initialize(to: State(port: port, client: client, samples: samples, capacity: capacity))
        jack_set_process_callback(client, { Listener.process($0, $1) }, state)
        jack_activate(client)
        jack_connect(client, source, jack_port_name(port))
    }

    deinit {
        jack_client_close(client)
        state.pointee.samples.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// The frame of the first sample.
    var base: UInt32 { state.pointee.base.load(ordering: .acquiring) }
    /// Frames heard so far.
    var count: Int { state.pointee.end.load(ordering: .acquiring) }

    func sample(_ index: Int) -> Float { state.pointee.samples[index] }

    /// The frames at which sound begins after at least `silence` frames without any. What is left of an offset dies away in
    /// steps far smaller than those of sound.
    func onsets(silence: Int = 480) -> [UInt32] {
        var quiet = silence
        var onsets: [UInt32] = []
        var last: Float = 0
        for index in 0..<count {
            if abs(sample(index) - last) < 1e-5 {
                quiet += 1
            } else {
                if quiet >= silence { onsets.append(base + UInt32(index)) }
                quiet = 0
            }
            last = sample(index)
        }
        return onsets
    }

    private static func process(_ frames: UInt32, _ context: UnsafeMutableRawPointer?) -> Int32 {
        let state = context!.assumingMemoryBound(to: State.self)
        let start = jack_last_frame_time(state.pointee.client)
        if state.pointee.base.load(ordering: .relaxed) == 0 { state.pointee.base.store(start, ordering: .releasing) }
        // Blocks that the server skipped stay silent.
        let index = Int(start - state.pointee.base.load(ordering: .relaxed))
        guard index + Int(frames) <= state.pointee.capacity,
            let buffer = jack_port_get_buffer(state.pointee.port, frames)?.assumingMemoryBound(to: Float.self)
        else { return 0 }
        for frame in 0..<Int(frames) { state.pointee.samples[index + frame] = buffer[frame] }
        state.pointee.end.store(index + Int(frames), ordering: .releasing)
        return 0
    }
}
