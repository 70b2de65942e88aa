/// What the allocator knows of one voice; its sound lies in a lane of a `VoiceGroup`.
struct Voice: BitwiseCopyable, Sendable {
    /// How long a voice stays.
    enum State: UInt8, BitwiseCopyable, Sendable {
        /// Its key is down.
        case held
        /// Its key is up, the pedal holds it.
        case pedalled
        /// It rings out.
        case released
        /// It was stolen or silenced and is gone within milliseconds.
        case fading
    }

    var state = State.fading
    var device: UInt8 = 0
    var channel: UInt8 = 0
    var key: UInt8 = 0
    /// How hard its own key is pressed, 0…1.
    var pressure: Float = 0
    /// Grows with every note: the smaller, the older.
    var order: UInt32 = 0
}
