import KanonState

/// Keeps the voices together: a group costs nearly as much with one voice as with many.
extension VoicePool {
    /// Moves one voice from the last group that sounds to a lane that is free before it, if that brings the group nearer its
    /// end. Only in the sound that new notes play. On grid lines only, one a line: so the result does not depend on the block, and its cost is bounded.
    @_noLocks @_noAllocation
    mutating func pack() {
        var total = 0
        var last = -1
        var used = 0
        for index in 0..<reach where groups[index].active != 0 && groups[index].part == 0 {
            total += groups[index].active.nonzeroBitCount
            last = index
            used += 1
        }
        guard last > 0, (total + 15) / 16 < used else { return }
        for index in 0..<last where groups[index].active != 0 && groups[index].active != .max && groups[index].part == 0 {
            exchange(index * 16 + (~groups[index].active).trailingZeroBitCount, last * 16 + groups[last].active.trailingZeroBitCount)
            return
        }
    }

    /// Exchanges a lane at rest with one that sounds, phases and all.
    @_noLocks @_noAllocation
    private mutating func exchange(_ free: Int, _ sounding: Int) {
        let from = group(sounding)
        let to = group(free)
        if from.pointee.hasChannelTuning || to.pointee.hasChannelTuning {
            openTuning(from)
            openTuning(to)
        }
        exchangeRows(free, sounding)
        let increment = to.pointee.noteIncrement[free & 15]
        to.pointee.noteIncrement[free & 15] = from.pointee.noteIncrement[sounding & 15]
        from.pointee.noteIncrement[sounding & 15] = increment
        let known = sets + (sounding >> 4)
        setState(state(sounding), of: free)
        setState(VoiceState.resting, of: sounding)
        sets[free >> 4].places[free & 15] = known.pointee.places[sounding & 15]
        sets[free >> 4].keys[free & 15] = known.pointee.keys[sounding & 15]
        sets[free >> 4].pressures[free & 15] = known.pointee.pressures[sounding & 15]
        let isCaught = known.pointee.caught & bit(sounding) != 0
        sets[free >> 4].caught = isCaught ? sets[free >> 4].caught | bit(free) : sets[free >> 4].caught & ~bit(free)
        ages.replace(sounding, with: free)
        to.pointee.active |= bit(free)
        from.pointee.active &= ~bit(sounding)
        to.pointee.controlsMove = to.pointee.controlsMove || from.pointee.controlsMove
        to.pointee.filterMoves = to.pointee.filterMoves || from.pointee.filterMoves
        to.pointee.dampingMoves = to.pointee.dampingMoves || from.pointee.dampingMoves
        to.pointee.driveMoves = to.pointee.driveMoves || from.pointee.driveMoves
        to.pointee.pitchMoves = to.pointee.pitchMoves || from.pointee.pitchMoves
        to.pointee.gainMoves = to.pointee.gainMoves || from.pointee.gainMoves
        to.pointee.oscillatorsMove |= from.pointee.oscillatorsMove
        shareSides(free, isStereo: from.pointee.isStereo)
        if from.pointee.active == 0 { from.pointee.isStereo = false }
    }

    @_noLocks @_noAllocation
    private mutating func exchangeRows(_ free: Int, _ sounding: Int) {
        // SAFETY: a group begins with `laneRows` rows of 16 lanes of 32 bits.
        let to = UnsafeMutableRawPointer(group(free)).assumingMemoryBound(to: UInt32.self) + (free & 15)
        let from = UnsafeMutableRawPointer(group(sounding)).assumingMemoryBound(to: UInt32.self) + (sounding & 15)
        for row in 0..<laneRows {
            let kept = to[16 * row]
            to[16 * row] = from[16 * row]
            from[16 * row] = kept
        }
    }

    /// A voice of one side among those of two gets its second, and the other way round.
    @_noLocks @_noAllocation
    private mutating func shareSides(_ index: Int, isStereo: Bool) {
        let group = group(index)
        guard isStereo != group.pointee.isStereo else { return }
        if isStereo {
            group.pointee.isStereo = true
            for lane in 0..<16 where lane != index & 15 { copySide(group, lane) }
        } else {
            copySide(group, index & 15)
        }
    }

    @_noLocks @_noAllocation
    private func copySide(_ group: UnsafeMutablePointer<VoiceGroup>, _ lane: Int) {
        for number in 0..<4 { group.pointee.filterStates[number + 4][lane] = group.pointee.filterStates[number][lane] }
        for number in 0..<3 {
            group.pointee.oscillators[number].right.value[lane] = group.pointee.oscillators[number].left.value[lane]
            group.pointee.oscillators[number].right.step[lane] = group.pointee.oscillators[number].left.step[lane]
        }
    }
}
