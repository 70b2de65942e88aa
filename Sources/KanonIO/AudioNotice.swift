/// What became of the way to the sound card, for the player.
public enum AudioNotice: Equatable, Sendable {
    /// No sound for now, for this reason; Kanon keeps its state and tries again.
    case lost(String)
    /// It sounds again, this way.
    case back(String)
    /// The new server has another sample rate (Hz) than the one before.
    case rateChanged(Double)
    /// More MIDI came through JACK than it had room for: its keys were let go, as a release may be among what was lost.
    case midiOverflow
    /// Something the player should know.
    case warning(String)
}
