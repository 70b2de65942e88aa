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
    /// The lanes that have a voice, a bit each.
    var sounding: UInt16 = 0
    /// Whether `loudness` is known.
    var isRanked = false

    /// The voices in `state`.
    @inline(__always) @_noLocks @_noAllocation
    func lanes(in state: UInt8) -> LaneSet { LaneSet(equals(states, state)) }

    /// The voices that belong to `place`, fading or not.
    @inline(__always) @_noLocks @_noAllocation
    func lanes(of place: UInt8) -> LaneSet { LaneSet(LaneSet(equals(places, place)).bits & sounding) }

    /// The voices in `state` that belong to `place`.
    @inline(__always) @_noLocks @_noAllocation
    func lanes(of place: UInt8, in state: UInt8) -> LaneSet { LaneSet(both(equals(places, place), equals(states, state))) }

    /// The voices that belong to `place` and `key`, fading or not.
    @inline(__always) @_noLocks @_noAllocation
    func lanes(of place: UInt8, key: UInt8) -> LaneSet {
        LaneSet(LaneSet(both(equals(places, place), equals(keys, key))).bits & sounding)
    }

    /// The voices that belong to any channel of `device`.
    @inline(__always) @_noLocks @_noAllocation
    func lanes(ofDevice device: UInt8) -> LaneSet {
        LaneSet(LaneSet(equals(places & ByteLanes(repeating: 0xF0), device &<< 4)).bits & sounding)
    }

    /// Sets `ranks`: held voices with one of the keys `outer` are missed more than the others.
    @inline(__always) @_noLocks @_noAllocation
    mutating func rank(outer: (low: UInt8, high: UInt8)) {
        let isOuter = both(equals(states, VoiceState.held), either(equals(keys, outer.low), equals(keys, outer.high)))
        let inner = states | loudness
        ranks = choose(inner, inner &+ ByteLanes(repeating: VoiceState.outer), where: isOuter)
    }

    /// The keys that are held, `.max` in the other lanes.
    var heldKeys: ByteLanes {
        @inline(__always) @_noLocks @_noAllocation get {
            choose(ByteLanes(repeating: .max), keys, where: equals(states, VoiceState.held))
        }
    }

    /// How loud the fading voices are, `.max` in the other lanes.
    var loudnessOfFading: ByteLanes {
        @inline(__always) @_noLocks @_noAllocation get {
            choose(ByteLanes(repeating: .max), loudness, where: equals(states, VoiceState.fading))
        }
    }
}
