/// The voices of a group that something is true of. Field by field: a copy of a set costs more than all of this.
extension VoicePool {
    /// The voices that belong to `place`, fading or not.
    @inline(__always) @_noLocks @_noAllocation
    func lanes(_ number: Int, of place: UInt8) -> LaneSet {
        LaneSet(LaneSet(equals(sets[number].places, place)).bits & sets[number].sounding)
    }

    /// The voices in `state` that belong to `place`.
    @inline(__always) @_noLocks @_noAllocation
    func lanes(_ number: Int, of place: UInt8, in state: UInt8) -> LaneSet {
        LaneSet(both(equals(sets[number].places, place), equals(sets[number].states, state)))
    }

    /// The voices that belong to `place` and `key`, fading or not.
    @inline(__always) @_noLocks @_noAllocation
    func lanes(_ number: Int, of place: UInt8, key: UInt8) -> LaneSet {
        LaneSet(LaneSet(both(equals(sets[number].places, place), equals(sets[number].keys, key))).bits & sets[number].sounding)
    }

    /// The voices that belong to any channel of `device`.
    @inline(__always) @_noLocks @_noAllocation
    func lanes(_ number: Int, ofDevice device: UInt8) -> LaneSet {
        let devices = sets[number].places & ByteLanes(repeating: 0xF0)
        return LaneSet(LaneSet(equals(devices, device &<< 4)).bits & sets[number].sounding)
    }

    /// The keys that are held, `.max` in the other lanes.
    @inline(__always) @_noLocks @_noAllocation
    func heldKeys(_ number: Int) -> ByteLanes {
        choose(ByteLanes(repeating: .max), sets[number].keys, where: equals(sets[number].states, VoiceState.held))
    }

    /// How loud the fading voices are, `.max` in the other lanes.
    @inline(__always) @_noLocks @_noAllocation
    func loudnessOfFading(_ number: Int) -> ByteLanes {
        choose(ByteLanes(repeating: .max), sets[number].loudness, where: equals(sets[number].states, VoiceState.fading))
    }

    /// How much each voice is missed: held ones with one of the keys `outer` more than the others.
    @inline(__always) @_noLocks @_noAllocation
    func ranks(_ number: Int, outer: (low: UInt8, high: UInt8)) -> ByteLanes {
        let keys = sets[number].keys
        let isOuter = both(
            equals(sets[number].states, VoiceState.held), either(equals(keys, outer.low), equals(keys, outer.high)))
        let inner = sets[number].states | sets[number].loudness
        return choose(inner, inner &+ ByteLanes(repeating: VoiceState.outer), where: isOuter)
    }
}
