/// What the allocator knows of the sixteen voices of a group; their sound lies in the lanes of a `VoiceGroup`.
struct VoiceSet: BitwiseCopyable {
    /// One of `VoiceState` each.
    var states = ByteLanes(repeating: VoiceState.resting)
    /// Device and channel of each: see `Event.place`.
    var places = ByteLanes.zero
    /// The MIDI key of each.
    var keys = ByteLanes.zero
    /// How loud each is, in steps of 6 dB, 0…31; of this grid line if `isRanked`.
    var loudness = ByteLanes.zero
    /// How much each is missed, as of the last theft.
    var ranks = ByteLanes.zero
    /// How hard the key of each is pressed, 0…1.
    var pressures = SIMD16<Float>.zero
    /// The lanes whose notes the sostenuto pedal caught, a bit each.
    var caught: UInt16 = 0
    /// The lanes that have a voice, a bit each.
    var sounding: UInt16 = 0
    /// One more than the spare group in which they sound a second time; 0: in none.
    var double: UInt8 = 0
    /// Whether `loudness` is known.
    var isRanked = false
}
