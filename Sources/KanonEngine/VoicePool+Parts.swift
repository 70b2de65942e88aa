import KanonState

/// The sounds that groups play, and groups that sound in two of them.
extension VoicePool {
    /// The part that a voice plays.
    @_noLocks @_noAllocation
    func part(_ index: Int) -> UnsafePointer<PartControl> { parts + Int(group(index).pointee.part) }

    /// Whether a group plays a part; those behind the pool's own (spare ones) are not asked.
    @_noLocks @_noAllocation
    mutating func isPlaying(_ part: UInt8) -> Bool {
        for number in 0..<reach where groups[number].part == part && sets[number].sounding != 0 { return true }
        return false
    }

    /// Groups that play part 0 play `part` from now on, which is the same sound; how many there are.
    @_noLocks @_noAllocation
    mutating func assign(to part: UInt8) -> Int {
        var count = 0
        for number in 0..<reach where groups[number].part == 0 && sets[number].sounding != 0 {
            groups[number].part = part
            groups[number].drawnPart = part
            count += 1
        }
        return count
    }

    /// All groups play part 0, at once.
    mutating func unite() {
        for number in 0..<groupCount { groups[number].part = 0 }
    }

    /// All voices of a part go within milliseconds.
    @_noLocks @_noAllocation
    mutating func fade(part: UInt8) {
        for number in 0..<reach where groups[number].part == part {
            var lanes = LaneSet(sets[number].sounding)
            while let lane = lanes.next() { fade(number * 16 + lane) }
        }
    }

    /// The first group that plays a part.
    @_noLocks @_noAllocation
    mutating func nextGroup(of part: UInt8) -> Int? {
        for number in 0..<reach where groups[number].part == part && sets[number].sounding != 0 { return number }
        return nil
    }

    /// A group goes on in part 0 from nothing, and as it was in a spare one.
    @_noLocks @_noAllocation
    mutating func double(_ number: Int, in spare: Int) {
        let group = groups + number
        let double = groups + (groupCount + spare)
        let old = LaneSet(group.pointee.active & ~group.pointee.fresh)
        double.pointee = group.pointee
        double.pointee.active = old.bits
        double.pointee.fresh = 0
        double.pointee.fading = old.bits
        double.pointee.share = Glide(1)
        group.pointee.fading = old.bits
        group.pointee.share = Glide(0)
        group.pointee.part = 0
        sets[number].double = UInt8(truncatingIfNeeded: spare + 1)
        // Notes that begin on this line have nothing to fade out of.
        if old.bits == 0 { group.pointee.drawnPart = 0 }
        var lanes = old
        while let lane = lanes.next() {
            setGain(number * 16 + lane)
            group.pointee.left.value[lane] = 0
            group.pointee.left.step[lane] = 0
            group.pointee.right.value[lane] = 0
            group.pointee.right.step[lane] = 0
        }
    }

    /// How much of a group is heard by the next line; the rest is its double's. Notes struck since are heard whole.
    @_noLocks @_noAllocation
    mutating func setShare(_ share: Float, of number: Int, against spare: Int) {
        moveShare(of: number, to: share)
        moveShare(of: groupCount + spare, to: 1 - share)
    }

    @_noLocks @_noAllocation
    private func moveShare(of number: Int, to target: Float) {
        let now = groups[number].share.next
        groups[number].share.value = now
        groups[number].share.next = target
        groups[number].share.step = (target - now) * 0.0625
    }

    /// The group in which a voice sounds a second time: what happens to the voice happens there, too.
    @_noLocks @_noAllocation
    mutating func double(of index: Int) -> UnsafeMutablePointer<VoiceGroup>? {
        let spare = Int(sets[index >> 4].double) - 1
        guard spare >= 0 else { return nil }
        let double = groups + (groupCount + spare)
        // A lane that was given to another note since is heard whole.
        return double.pointee.active & group(index).pointee.fading & bit(index) != 0 ? double : nil
    }

    /// A double is not heard any more.
    @_noLocks @_noAllocation
    mutating func endDouble(_ number: Int, in spare: Int) {
        groups[groupCount + spare].active = 0
        sets[number].double = 0
        groups[number].fading = 0
    }

    /// Doubles end with the voices that they double.
    @_noLocks @_noAllocation
    mutating func fadeDoubles() {
        for number in groupCount..<groupCount + Crossfade.width where groups[number].active != 0 {
            groups[number].amp.stage = SIMD16(repeating: EnvelopeLanes.Stage.fade)
            groups[number].turned = groups[number].active
        }
    }
}
