import Glibc
import KanonEngine
import Synchronization

/// The terminal's letter keys as a keyboard: `a w s e d f t g y h u j k o l p ; '` from C on, `z` and `x` an octave down and
/// up, `c` and `v` softer and harder, space lets go of everything, `q` quits, the arrows change the preset.
///
/// A terminal tells no key's release, so a note ends a gate after the last time its key was seen; a key held down repeats,
/// and goes on.
public final class TerminalKeys {
    /// What is not a note.
    public enum Command: Equatable, Sendable {
        /// The player wants to end.
        case quit
        /// Everything was let go.
        case panic
        /// The next preset, please.
        case nextPreset
        /// The preset before, please.
        case previousPreset
        /// Octave or velocity are others now; see `setting`.
        case changed
    }

    /// How long a note lasts after its key was last seen, in µs.
    static let gateMicroseconds: UInt64 = 250_000
    /// The device that these keys are for the engine.
    static let device: UInt8 = 13

    private let shared: Shared
    private let thread: WorkerThread
    private var mode: TerminalMode?

    private final class Shared: Sendable {
        let commands = Mutex<[Command]>([])
        let setting = Mutex((base: 60, level: Float(0.75)))
    }

    /// Starts to read keys and to play `instrument` with them; nil where standard input is no terminal, this program is in the
    /// background or no thread can be had.
    public init?(playing instrument: Instrument) {
        let shared = Shared()
        self.shared = shared
        guard let mode = TerminalMode() else { return nil }
        // The instrument is the thread's too: its way in lies in the instrument's memory.
        guard let thread = try? WorkerThread(name: "kanon-keys", body: { Self.run(instrument.input(.terminal), shared, until: $0) })
        else { return nil }
        self.thread = thread
        self.mode = consume mode
    }

    deinit { stop() }

    /// The next command that was not taken yet; nil when there is none.
    public func next() -> Command? { shared.commands.withLock { $0.isEmpty ? nil : $0.removeFirst() } }

    /// The MIDI key of `a`, and how hard keys are struck (0…1).
    public var setting: (base: Int, level: Float) { shared.setting.withLock(\.self) }

    /// Lets go of all keys and gives the terminal back.
    public func stop() {
        thread.stop()
        mode = nil
    }

    private static func run(_ input: EventInput, _ shared: Shared, until stop: StopRequest) {
        var keyboard = TerminalKeyboard()
        /// When each key ends, in µs of JACK's clock; 0 for those that do not sound.
        var ends = [UInt64](repeating: 0, count: 128)
        var buffer = [UInt8](repeating: 0, count: 64)
        while !stop.isMade {
            let isHeld = ends.contains { $0 != 0 }
            var descriptors = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: stop.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            _ = poll(&descriptors, 2, isHeld ? 10 : -1)
            let now = JackClock.microseconds
            if descriptors[0].revents != 0 {
                let count = read(STDIN_FILENO, &buffer, buffer.count)
                if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { break }
                for index in 0..<max(count, 0) {
                    take(keyboard.next(buffer[index]), input, &ends, at: now, shared)
                }
                shared.setting.withLock { $0 = (keyboard.base, keyboard.level) }
            }
            for key in 0..<128 where ends[key] != 0 && ends[key] <= now {
                input.push(Event(.noteOff, device: device, key: UInt8(key)), at: now)
                ends[key] = 0
            }
        }
        input.release(device: device, at: JackClock.microseconds)
    }

    private static func take(
        _ action: TerminalKeyboard.Action, _ input: EventInput, _ ends: inout [UInt64], at now: UInt64, _ shared: Shared
    ) {
        switch action {
        case .none: break
        case .strike(let key, let level):
            // A key that still sounds repeats: it is held.
            if ends[Int(key)] == 0 { input.push(Event(.noteOn, device: device, key: key, value: level), at: now) }
            ends[Int(key)] = now + gateMicroseconds
        case .command(let command):
            if command == .panic {
                input.push(Event(.panic), at: now)
                for key in 0..<128 { ends[key] = 0 }
            }
            shared.commands.withLock { $0.append(command) }
        }
    }
}
