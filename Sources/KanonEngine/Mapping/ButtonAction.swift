/// What a button does besides moving parameters.
public enum ButtonAction: Sendable, Hashable {
    /// The control thread does it.
    case ask(ButtonRequest)
    /// Every voice fades out at once.
    case panic
    /// Two taps and more are a tempo.
    case tapTempo
    /// Holds the notes of its device as a pedal does, until it is pressed again.
    case latchSustain
    /// The keys of its device sound so many octaves higher.
    case shiftOctave(Int)
    /// The keys of its device sound as they are.
    case resetOctave
}

/// What a button asks of the control thread.
public enum ButtonRequest: Sendable, Hashable {
    case nextPreset
    case previousPreset
    /// A program as MIDI numbers it: 128 times the bank, and 0…127.
    case program(Int)
    /// A preset's name or file.
    case preset(String)
    /// Begins a take, or ends it.
    case record
}
