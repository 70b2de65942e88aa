/// Where the controls of one channel of one device stand, for the notes that begin there.
struct ChannelState: BitwiseCopyable, Sendable {
    /// The pitch wheel, −1…1.
    var bend: Float = 0
    /// The modulation wheel, 0…1.
    var wheel: Float = 0
    /// How hard all keys are pressed, 0…1.
    var pressure: Float = 0
    /// Controller 74, −1…1.
    var timbre: Float = 0
    /// Whether the sustain pedal is down.
    var isPedalDown = false
}
