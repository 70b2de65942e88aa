import KanonEngine

/// Who hears what devices send. The MIDI thread has it until it ends.
public enum MidiReceiver: Sendable {
    /// It is played, by the way in for ALSA.
    case instrument(Instrument)
    /// It is kept as it came, with the kernel's time.
    case capture(MidiCapture)

    var destination: MidiDestination {
        switch self {
        case .instrument(let instrument): .engine(instrument.input(.alsa))
        case .capture(let capture): .capture(capture)
        }
    }
}
