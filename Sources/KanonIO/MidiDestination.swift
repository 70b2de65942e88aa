import KanonEngine

/// Where the MIDI thread puts what devices send.
enum MidiDestination: Sendable {
    /// It is played.
    case engine(EventInput)
    /// It is kept as it came, with the kernel's time.
    case capture(MidiCapture)

    var wantsStamps: Bool { if case .capture = self { true } else { false } }

    /// Takes bytes that were read at `time`, in µs of `JackClock`.
    @_noLocks @_noAllocation
    func receive(_ bytes: UnsafePointer<UInt8>, count: Int, device: UInt8, at time: UInt64, stamp: SequencerStamp?) {
        switch self {
        case .engine(let input): input.receive(bytes, count: count, device: device, at: time)
        case .capture(let capture):
            capture.push(bytes, count: count, device: device, time: stamp?.time ?? time, delay: stamp?.delay)
        }
    }

    @_noLocks @_noAllocation
    func release(device: UInt8, at time: UInt64) { if case .engine(let input) = self { input.release(device: device, at: time) } }

    @_noLocks @_noAllocation
    func releaseSilentDevice(at time: UInt64) -> UInt8? {
        if case .engine(let input) = self { input.releaseSilentDevice(at: time) } else { nil }
    }

    @_noLocks @_noAllocation
    func flush() { if case .engine(let input) = self { input.flush() } }

    var holdsBack: Bool {
        @_noLocks @_noAllocation get { if case .engine(let input) = self { input.holdsBack } else { false } }
    }

    var expectsToHear: Bool {
        @_noLocks @_noAllocation get { if case .engine(let input) = self { input.expectsToHear } else { false } }
    }
}
