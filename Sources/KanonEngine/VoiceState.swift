/// What becomes of a voice: the smaller, the less it is missed. Between them there is room for 32 steps of loudness.
enum VoiceState {
    /// It rings out.
    static var released: UInt8 { 0 }
    /// Its key is up, the pedal holds it.
    static var pedalled: UInt8 { 32 }
    /// Its key is down.
    static var held: UInt8 { 64 }
    /// What a held voice with the lowest or the highest key counts more than the others.
    static var outer: UInt8 { 32 }
    /// It was stolen or silenced and is gone within milliseconds.
    static var fading: UInt8 { 128 }
    /// There is none.
    static var resting: UInt8 { 192 }
}
