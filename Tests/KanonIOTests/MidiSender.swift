import CJACK
import Synchronization

@testable import KanonIO

/// A JACK client that sends MIDI messages at frames of the server's own count.
final class MidiSender {
    private struct State: ~Copyable {
        let port: OpaquePointer
        let client: OpaquePointer
        let messages: UnsafeMutablePointer<Message>
        /// How many messages there are; releases them to the callback.
        let count = Atomic<Int>(0)
        /// The callback's own.
        var next = 0

        init(port: OpaquePointer, client: OpaquePointer) {
            self.port = port
            self.client = client
            messages = .allocate(capacity: 1024)
        }

        deinit { messages.deallocate() }
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
        state.initialize(to: State(port: port, client: client))
        jack_set_process_callback(client, { MidiSender.process($0, $1) }, state)
        jack_activate(client)
        jack_connect(client, jack_port_name(port), target)
        // From now on messages arrive, however long the connection took.
        let list = messages(jack_frame_time(client))
        for (index, message) in list.enumerated() { state.pointee.messages[index] = message }
        state.pointee.count.store(list.count, ordering: .releasing)
    }

    deinit {
        jack_client_close(client)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    private static func process(_ frames: UInt32, _ context: UnsafeMutableRawPointer?) -> Int32 {
        let state = context!.assumingMemoryBound(to: State.self)
        let buffer = jack_port_get_buffer(state.pointee.port, frames)
        jack_midi_clear_buffer(buffer)
        let start = jack_last_frame_time(state.pointee.client)
        let count = state.pointee.count.load(ordering: .acquiring)
        while state.pointee.next < count {
            let message = state.pointee.messages[state.pointee.next]
            guard message.frame < start + frames else { break }
            // Program changes and channel pressures have one byte of data.
            let length = message.bytes.0 & 0xE0 == 0xC0 ? 2 : 3
            // What lies in blocks that a busy server left out comes late, not never.
            let offset = message.frame > start ? message.frame - start : 0
            if let bytes = jack_midi_event_reserve(buffer, offset, length) {
                (bytes[0], bytes[1]) = (message.bytes.0, message.bytes.1)
                if length == 3 { bytes[2] = message.bytes.2 }
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
