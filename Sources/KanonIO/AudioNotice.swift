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
    /// A thread of this name ran too long without waiting, for so many ms if it is the audio thread: it has no real-time priority now.
    case ranAway(thread: String, milliseconds: Int?)
    /// All threads are as they were before one ran away; the sound fades in.
    case recovered
    /// Something the player should know.
    case warning(String)
}
