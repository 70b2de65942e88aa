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
    /// Octaves of a full pitch wheel; below 0 it is the preset's to say.
    var bendRange: Float = -1
    /// Octaves of vibrato of a full modulation wheel; below 0 it is the preset's to say.
    var wheelRange: Float = -1
    /// Octaves by which the channel sounds higher.
    var tuning: Float = 0
    /// The pedals that are down; of those that sustain, `sustain` stands for both.
    var pedals = Pedals()
    /// Whether the channel has one voice.
    var isMono = false
    /// The channel that manages this one's MPE zone (see `Event.place`), if it is a member of one.
    var manager: UInt8?

    /// Whether its notes take one voice whatever the preset says.
    var isSingle: Bool {
        @_noLocks @_noAllocation get { isMono || pedals.contains(.legato) }
    }

    /// Whether no pedal, mode or zone has a say over its notes.
    var isPlain: Bool {
        @_noLocks @_noAllocation get { pedals.isUp && !isMono && manager == nil }
    }

    /// Whether it was told a tuning or ranges of its own.
    var isTuned: Bool {
        @_noLocks @_noAllocation get { bendRange >= 0 || wheelRange >= 0 || tuning != 0 || manager != nil }
    }

    /// What is held in hand or under foot comes to rest, as RP-015 has it: not what the channel was told once and for all.
    @_noLocks @_noAllocation
    mutating func reset() {
        bend = 0
        wheel = 0
        pressure = 0
        pedals = Pedals()
    }
}
