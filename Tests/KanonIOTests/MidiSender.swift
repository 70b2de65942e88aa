import CJACK

@testable import KanonIO

/// A JACK client that sends MIDI messages at frames of the server's own count.
final class MidiSender {
    private struct State {
        var port: OpaquePointer
        var client: OpaquePointer
        var messages: UnsafeMutablePointer<Message>
        var count: Int
        var next = 0
    }

    struct Message {
        var frame: UInt32
        var bytes: (UInt8, UInt8, UInt8)
    }

    private let client: OpaquePointer
    private let state: UnsafeMutablePointer<State>

    init(server: String, to target: String, _ messages: (_ now: UInt32) -> [Message]) throws {
        client = try require(JackClient.connect(name: "sender", server: server))
        let port = jack_port_register(client, "out", JACK_DEFAULT_MIDI_TYPE, UInt(JackPortIsOutput.rawValue), 0)!
        state = .allocate(capacity: 1)
        state.initialize(
            to: State(port: port, client: client, messages: .allocate(capacity: 1024), count: 0))
        jack_set_process_callback(client, { MidiSender.process($0, $1) }, state)
        // Everything is known before the first block.
        let list = messages(jack_frame_time(client))
        for (index, message) in list.enumerated() { state.pointee.messages[index] = message }
        state.pointee.count = list.count
        jack_activate(client)
        jack_connect(client, jack_port_name(port), target)
    }

    deinit {
        jack_client_close(client)
        state.pointee.messages.deallocate()
        state.deallocate()
    }

    private static func process(_ frames: UInt32, _ context: UnsafeMutableRawPointer?) -> Int32 {
        let state = context!.assumingMemoryBound(to: State.self)
        let buffer = jack_port_get_buffer(state.pointee.port, frames)
        jack_midi_clear_buffer(buffer)
        let start = jack_last_frame_time(state.pointee.client)
        while state.pointee.next < state.pointee.count {
            let message = state.pointee.messages[state.pointee.next]
            guard message.frame < start + frames else { break }
            // Program changes and channel pressures have one byte of data.
            let count = message.bytes.0 & 0xE0 == 0xC0 ? 2 : 3
            if message.frame >= start, let bytes = jack_midi_event_reserve(buffer, message.frame - start, count) {
                (bytes[0], bytes[1]) = (message.bytes.0, message.bytes.1)
                if count == 3 { bytes[2] = message.bytes.2 }
            }
            state.pointee.next += 1
        }
        return 0
    }
}

/// `#require` is for test bodies; this is for helpers.
struct Missing: Error {}
func require<T>(_ value: T?) throws -> T {
    guard let value else { throw Missing() }
    return value
}
