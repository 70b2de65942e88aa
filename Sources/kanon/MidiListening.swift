import KanonControl
import KanonEngine
import KanonIO

/// Hears what devices send, beside a Kanon that plays: with a client of its own at ALSA's sequencer.
final class MidiListening {
    /// A message of a device.
    struct Arrival {
        let device: UInt8
        let heard: HeardMessage
        /// µs since listening began.
        let time: UInt64
        /// µs from the kernel's stamp until the MIDI thread had it.
        let delay: Int?
    }

    /// What is or was connected, by its number.
    private(set) var devices: [UInt8: MidiConnection] = [:]
    /// The names of what is connected.
    var connected: [String] { input.connected }
    /// How the MIDI thread is scheduled.
    var scheduling: Scheduling { input.scheduling }
    /// Pieces of messages that found no room.
    var lost: Int { capture.lost }

    private let capture = MidiCapture()
    private let input: SequencerInput
    private let reader = MidiReader()
    private let begin = JackClient.microseconds

    /// The priority that Kanon's MIDI thread has above a server of the usual one.
    private static let priority = 75

    /// Listens to the devices that `names` choose, as `--midi` has them.
    init(_ name: String, names: [String]) throws(IOFailure) {
        do throws(IOFailure) {
            input = try SequencerInput(
                name: name, to: .capture(capture), selection: MidiSelection(options: names), priority: Self.priority)
        } catch {
            capture.deallocate()
            throw error
        }
    }

    deinit {
        input.stop()
        capture.deallocate()
    }

    /// What happened since the last call.
    func notices() -> [MidiNotice] {
        let notices = input.notices()
        for case .connected(let device) in notices {
            devices[device.number] = device
            reader.forget(device: device.number)
        }
        return notices
    }

    /// What came since the last call, read with the mapping of each device.
    func arrivals(_ map: (UInt8) -> ControllerMap) -> [Arrival] {
        var arrivals: [Arrival] = []
        while let piece = capture.pop() {
            let map = map(piece.device)
            for byte in piece.bytes {
                guard let heard = reader.take(byte, device: piece.device, map) else { continue }
                let time = piece.delay == nil ? piece.time - min(begin, piece.time) : piece.time
                arrivals.append(Arrival(device: piece.device, heard: heard, time: time, delay: piece.delay.map(Int.init)))
            }
        }
        return arrivals
    }

    /// What a device is called.
    func name(of device: UInt8) -> String { devices[device]?.name ?? "another program" }
}
