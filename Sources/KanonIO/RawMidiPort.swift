import CALSA
import Glibc

/// A MIDI device that Kanon has for itself, past ALSA's sequencer: its bytes come with the time at which the kernel got them.
///
/// The sequencer stamps in an ordinary kernel thread, this in the interrupt. Source: Linux 5.14 and later, "framing mode" of
/// rawmidi; alsa-lib `snd_rawmidi_tread`.
struct RawMidiPort: ~Copyable {
    /// What to wait for.
    let descriptor: Int32
    private let handle: OpaquePointer
    /// Whether the kernel is new enough to stamp; otherwise bytes count as they are read.
    private let isStamped: Bool
    private let state: OpaquePointer

    /// What the kernel keeps until it is read: 2048 stamps with up to 16 bytes each, as many as the sequencer's pool has cells.
    private static var bufferBytes: Int { 65_536 }

    /// Opens port `port` of the first MIDI device of a sound card; nil, with the reason as ALSA has it in `status`, where another
    /// program has it or the kernel is not ready yet.
    init?(card: Int, port: Int, status: inout Int32) {
        var handle: OpaquePointer?
        status = snd_rawmidi_open(&handle, nil, "hw:\(card),0,\(port)", SND_RAWMIDI_NONBLOCK)
        guard status == 0, let handle else { return nil }
        var place = pollfd()
        var state: OpaquePointer?
        guard snd_rawmidi_poll_descriptors(handle, &place, 1) == 1, snd_rawmidi_status_malloc(&state) == 0, let state else {
            snd_rawmidi_close(handle)
            return nil
        }
        self.handle = handle
        self.state = state
        descriptor = place.fd
        isStamped = Self.askForStamps(handle)
        // Input begins with the first reading.
        var byte: UInt8 = 0
        snd_rawmidi_read(handle, &byte, 0)
    }

    deinit {
        snd_rawmidi_status_free(state)
        snd_rawmidi_close(handle)
    }

    private static func askForStamps(_ handle: OpaquePointer) -> Bool {
        var parameters: OpaquePointer?
        guard snd_rawmidi_params_malloc(&parameters) == 0, let parameters else { return false }
        defer { snd_rawmidi_params_free(parameters) }
        let clock = JackClock.isRaw ? SND_RAWMIDI_CLOCK_MONOTONIC_RAW : SND_RAWMIDI_CLOCK_MONOTONIC
        return snd_rawmidi_params_current(handle, parameters) == 0
            && snd_rawmidi_params_set_read_mode(handle, parameters, SND_RAWMIDI_READ_TSTAMP) == 0
            && snd_rawmidi_params_set_clock_type(handle, parameters, clock) == 0
            && snd_rawmidi_params_set_buffer_size(handle, parameters, bufferBytes) == 0
            && snd_rawmidi_params(handle, parameters) == 0
    }

    /// Whether bytes were lost since it was asked last, as nobody read them in time.
    func hasLost() -> Bool { snd_rawmidi_status(handle, state) == 0 && snd_rawmidi_status_get_xruns(state) > 0 }

    /// Reads up to `capacity` bytes that came at one time, in µs of `JackClock`; 0 where there are none, below 0 where the device
    /// is gone.
    func read(into bytes: UnsafeMutablePointer<UInt8>, capacity: Int) -> (count: Int, time: UInt64) {
        var stamp = timespec()
        let count =
            isStamped
            ? snd_rawmidi_tread(handle, &stamp, bytes, capacity) : snd_rawmidi_read(handle, bytes, capacity)
        guard count > 0 else { return (count == -Int(EAGAIN) ? 0 : count, 0) }
        guard isStamped else { return (count, JackClock.microseconds) }
        return (count, UInt64(stamp.tv_sec) * 1_000_000 + UInt64(stamp.tv_nsec) / 1000)
    }
}
