import CJACK
import Synchronization

@testable import KanonIO

/// A JACK client that sends as many MIDI messages a second as it is told, keys struck and let go among them; and, when it is told to
/// end, lets go of every key that is down.
final class MidiTorrent {
    private struct State: ~Copyable {
        let port: OpaquePointer
        let client: OpaquePointer
        let messagesPerSecond: Int
        /// The frame of the first block; 0 before it.
        var begin: UInt32 = 0
        let mustEnd = Atomic<Bool>(false)
        let hasEnded = Atomic<Bool>(false)
        let sent = Atomic<Int>(0)
        let refused = Atomic<Int>(0)
        /// A bit a key, of those that are down.
        var down: InlineArray<2, UInt64> = [0, 0]
        var number = 0
    }

    /// More than JACK has room for.
    private static let greatestCount = 4_000

    private let client: OpaquePointer
    private let state: UnsafeMutablePointer<State>

    /// Strikes 40 keys by turns, and bends and presses in between.
    init(server: String, to target: String, messagesPerSecond: Int) throws {
        client = try require(JackClient.connect(name: "torrent", server: server))
        let port = jack_port_register(client, "out", JACK_DEFAULT_MIDI_TYPE, UInt(JackPortIsOutput.rawValue), 0)!
        state = .allocate(capacity: 1)
        state.initialize(to: State(port: port, client: client, messagesPerSecond: messagesPerSecond))
        jack_set_process_callback(client, { MidiTorrent.process($0, $1) }, state)
        jack_activate(client)
        jack_connect(client, jack_port_name(port), target)
    }

    deinit {
        jack_client_close(client)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Messages that found room.
    var sent: Int { state.pointee.sent.load(ordering: .acquiring) }
    /// Messages that JACK had no room for.
    var refused: Int { state.pointee.refused.load(ordering: .acquiring) }

    /// Lets go of every key, and sends nothing any more; false where the server did not call in time.
    func end() -> Bool {
        state.pointee.mustEnd.store(true, ordering: .releasing)
        return eventually { state.pointee.hasEnded.load(ordering: .acquiring) }
    }

    private static func process(_ frames: UInt32, _ context: UnsafeMutableRawPointer?) -> Int32 {
        let state = context!.assumingMemoryBound(to: State.self)
        let buffer = jack_port_get_buffer(state.pointee.port, frames)
        jack_midi_clear_buffer(buffer)
        func send(_ frame: Int, _ status: UInt8, _ first: UInt8, _ second: UInt8) -> Bool {
            guard let bytes = jack_midi_event_reserve(buffer, UInt32(frame), 3) else {
                state.pointee.refused.wrappingAdd(1, ordering: .releasing)
                return false
            }
            (bytes[0], bytes[1], bytes[2]) = (status, first, second)
            state.pointee.sent.wrappingAdd(1, ordering: .releasing)
            return true
        }
        if state.pointee.hasEnded.load(ordering: .relaxed) { return 0 }
        if state.pointee.mustEnd.load(ordering: .acquiring) {
            for key in 0..<128 where state.pointee.down[key / 64] & 1 << UInt64(key % 64) != 0 { _ = send(0, 0x80, UInt8(key), 64) }
            state.pointee.hasEnded.store(true, ordering: .releasing)
            return 0
        }
        let now = jack_last_frame_time(state.pointee.client)
        if state.pointee.begin == 0 { state.pointee.begin = now }
        // Blocks that the server skipped are made up for, as far as there is room.
        let due = Int(now - state.pointee.begin + frames) * state.pointee.messagesPerSecond / 48_000
        let count = min(due - state.pointee.number, greatestCount)
        for index in 0..<count {
            let frame = index * Int(frames) / count
            state.pointee.number += 1
            let number = state.pointee.number
            guard number % 10 == 0 else {
                _ = number % 2 == 0 ? send(frame, 0xE0, 0, UInt8(number % 128)) : send(frame, 0xB0, 74, UInt8(number % 128))
                continue
            }
            let key = 40 + number / 10 * 7 % 40
            let bit: UInt64 = 1 << UInt64(key % 64)
            let isDown = state.pointee.down[key / 64] & bit != 0
            if send(frame, isDown ? 0x80 : 0x90, UInt8(key), 100) { state.pointee.down[key / 64] ^= bit }
        }
        return 0
    }
}
