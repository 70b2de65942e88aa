/// Says how many voices fit into a block, from what blocks cost: the least missed are ended before blocks come too late.
///
/// Two blocks in a row above `ceiling` count, and of them the cheaper: one alone may have been interrupted, or have begun a chord.
/// So many voices go then as bring the cost to `aim`, if all cost the same; what that did is seen after `settlingSeconds`, the time in
/// which they fade and the others are packed. Below `floor` more are let in again: as many as fit by what those that sound
/// cost, or one and an eighth where all that may sound do.
struct Governor {
    /// The share of a period from which on a block is too dear, the one aimed at, and the one below which there is room.
    static var ceiling: Float { 0.75 }
    static var aim: Float { 0.7 }
    static var floor: Float { 0.6 }
    /// So many are always let in: what they and the effects cost is not to be helped.
    static var leastVoices: Int { 4 }
    /// The most that are ended at a grid line: choosing them costs, too.
    static var voicesPerLine: Int { 4 }
    static var settlingSeconds: Double { 0.012 }

    /// The voices that fit; `Int.max` while nothing suggests that not all do.
    private(set) var voices = Int.max
    private var dearBlocks = 0
    private var leastLoad: Float = 0
    private var settlingBlocks = 0

    /// Takes what a block cost, as a share of its period, with `sounding` voices of which `playing` are not fading; there are
    /// `rate` blocks a second.
    @_noLocks @_noAllocation
    mutating func take(load: Float, sounding: Int, playing: Int, rate: Double) {
        if playing > voices { return settle(rate: rate) }
        if settlingBlocks > 0 {
            settlingBlocks -= 1
            return
        }
        if load > Self.ceiling {
            leastLoad = dearBlocks == 0 ? load : min(leastLoad, load)
            dearBlocks += 1
            if dearBlocks > 1 { shed(sounding: sounding, rate: rate) }
        } else {
            dearBlocks = 0
            if voices < .max, load < Self.floor { admit(load: load, sounding: sounding, playing: playing, rate: rate) }
        }
    }

    /// How many may play at a line where `wanted` would.
    @_noLocks @_noAllocation
    func limit(_ wanted: Int, playing: Int) -> Int { min(wanted, max(voices, playing - Self.voicesPerLine)) }

    @_noLocks @_noAllocation
    private mutating func shed(sounding: Int, rate: Double) {
        voices = max(min(voices, Int(Float(sounding) * Self.aim / leastLoad)), Self.leastVoices)
        settle(rate: rate)
    }

    @_noLocks @_noAllocation
    private mutating func admit(load: Float, sounding: Int, playing: Int, rate: Double) {
        let grown = playing * 4 >= voices * 3 ? voices + 1 + voices / 8 : voices
        let fitting = Int(Float(sounding) * Self.floor / max(load, 0.001))
        guard max(grown, fitting) > voices else { return }
        voices = max(grown, fitting)
        if voices >= VoicePool.greatestPolyphony { voices = .max }
        settle(rate: rate)
    }

    /// The block at hand, and those in which voices fade and are packed, do not count.
    @_noLocks @_noAllocation
    private mutating func settle(rate: Double) {
        dearBlocks = 0
        settlingBlocks = 1 + Int(Self.settlingSeconds * rate)
    }
}
