import KanonState

/// Where a new note finds room.
extension VoicePool {
    /// A lane at rest of a group that plays part 0; where there is none, of any that sounds; then the faintest of the fading
    /// ones, cut off.
    @_noLocks @_noAllocation
    mutating func freeLane(frame: Int) -> Int {
        var other: Int?
        for number in 0..<groupCount {
            let free = ~sets[number].sounding
            if free == .max { take(group: number) }
            if free != 0 {
                let index = number * 16 + free.trailingZeroBitCount
                if groups[number].part == 0 { return index }
                other = other ?? index
            }
        }
        if let other { return other }
        let faintest = faintestFading()
        rest(faintest, frame: frame)
        return faintest
    }

    /// A group at rest plays part 0.
    @_noLocks @_noAllocation
    private mutating func take(group number: Int) {
        groups[number].part = 0
        groups[number].drawnPart = 0
        groups[number].hasChannelTuning = false
    }

    @_noLocks @_noAllocation
    private mutating func faintestFading() -> Int {
        var loudness = ByteLanes(repeating: .max)
        for number in 0..<reach {
            if !sets[number].isRanked { rank(group: number) }
            loudness = minimum(loudness, loudnessOfFading(number))
        }
        let faintest = least(loudness)
        for number in 0..<reach {
            var lanes = LaneSet(equals(loudnessOfFading(number), faintest))
            if let lane = lanes.next() { return number * 16 + lane }
        }
        return 0
    }

    /// Stops a sounding lane where it is, at frame `frame` of the cell, with its phases as they are there.
    @_noLocks @_noAllocation
    private mutating func rest(_ index: Int, frame: Int) {
        let lane = index & 15
        for number in 0..<8 { group(index).pointee.filterStates[number][lane] = 0 }
        for number in 0..<3 {
            for copy in 0..<Int(part(index).pointee.oscillators[number].copyCount) {
                rest(&group(index).pointee.oscillators[number].copies[copy], lane: lane, frame: frame)
            }
            rest(&group(index).pointee.oscillators[number].modulator, lane: lane, frame: frame)
        }
    }

    @_noLocks @_noAllocation
    private mutating func rest(_ lanes: inout PhaseLanes, lane: Int, frame: Int) {
        let frames = UInt32(truncatingIfNeeded: frame)
        let pairs = frame == 0 ? 0 : frames &* (frames &- 1) / 2
        lanes.phase[lane] &+= frames &* lanes.increment[lane] &+ pairs &* UInt32(bitPattern: lanes.ramp[lane])
        lanes.increment[lane] = 0
        lanes.ramp[lane] = 0
    }

    /// The voice that is missed least: released before held by the pedal before held; the lowest and highest held notes last;
    /// the quieter (by 6 dB steps), then the older first.
    @_noLocks @_noAllocation
    mutating func victim() -> Int {
        let outer = outerKeys()
        var lowest = ByteLanes(repeating: .max)
        for number in 0..<reach where sets[number].sounding != 0 {
            if !sets[number].isRanked { rank(group: number) }
            sets[number].ranks = ranks(number, outer: outer)
            lowest = minimum(lowest, sets[number].ranks)
        }
        let rank = least(lowest)
        var next = ages.oldest
        while let index = next {
            if sets[index >> 4].sounding & bit(index) != 0, sets[index >> 4].ranks[index & 15] == rank { return index }
            next = ages.newer(than: index)
        }
        return 0
    }

    /// The lowest and the highest key that is held.
    @_noLocks @_noAllocation
    private mutating func outerKeys() -> (low: UInt8, high: UInt8) {
        var low = ByteLanes(repeating: .max)
        // What is not held has the highest bit, and so counts as the lowest in the complement's place.
        var mirrored = low
        for number in 0..<reach where sets[number].sounding != 0 {
            let keys = heldKeys(number)
            low = minimum(low, keys)
            mirrored = minimum(mirrored, keys ^ ByteLanes(repeating: 0x7F))
        }
        return (least(low), least(mirrored) ^ 0x7F)
    }

    @_noLocks @_noAllocation
    private mutating func rank(group number: Int) {
        var lanes = LaneSet(sets[number].sounding)
        while let lane = lanes.next() { rank(number * 16 + lane) }
        sets[number].isRanked = true
    }

    /// Notes down how loud a voice is.
    @_noLocks @_noAllocation
    mutating func rank(_ index: Int) {
        let lane = index & 15
        // A note on its way up counts as it will be heard.
        let isRising = group(index).pointee.amp.stage[lane] == EnvelopeLanes.Stage.attack
        let level = isRising ? 1 : group(index).pointee.amp.level[lane]
        // The exponent of a float is its level in steps of 6 dB, of which none may lie at full level, where notes stand.
        let exponent = max(1.4 * level * group(index).pointee.loudness[lane], 0).bitPattern >> 23
        sets[index >> 4].loudness[lane] = UInt8(truncatingIfNeeded: min(max(exponent, 97), 128) - 97)
    }
}
