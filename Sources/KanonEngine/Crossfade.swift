import KanonState

/// The voices' way from one sound into another: for a while a group sounds twice, in the player's own sound and, from a spare
/// group, in the one before. Both go on from the same phases, envelopes and filters. A few groups at a time; the others wait
/// in the sound before.
struct Crossfade {
    /// The number of the part of the sound before; 0: there is no crossfade.
    private(set) var part: UInt8 = 0
    /// The groups that sound twice, by spare group; −1: none.
    private var groups: InlineArray<4, Int> = InlineArray(repeating: -1)
    /// How far each has come, 0…1.
    private var shares: InlineArray<4, Float> = InlineArray(repeating: 0)
    /// How far they come from one line to the next.
    private var step: Float = 0

    /// Groups that sound twice at the same time.
    static let width = 4
    /// The time that the crossfade of a single parameter takes.
    static let seconds: Float = 0.02
    /// The longest.
    static let longestSeconds: Float = 0.05
    /// The least time of a group.
    static let shortestSeconds: Float = 0.006
    /// That in which it ends when the next sound waits, so that a hundred a second are followed. The corner of a loud chord that is
    /// hurried more than this stands out above 12 kHz.
    static let hurriedSeconds: Float = 0.01

    var isActive: Bool {
        @_noLocks @_noAllocation get { part != 0 }
    }

    /// All groups that play the player's own sound begin to fade out of the one that `part` keeps, within `cells` cells. There
    /// must be no other crossfade.
    @_noLocks @_noAllocation
    mutating func begin(_ pool: inout VoicePool, from part: Int, cells: Float, shortestCells: Float) {
        self.part = UInt8(truncatingIfNeeded: part)
        let count = pool.assign(to: self.part)
        let rounds = Float((count + Self.width - 1) / Self.width)
        step = 1 / max(cells / max(rounds, 1), shortestCells)
    }

    /// Another sound waits.
    @_noLocks @_noAllocation
    mutating func hurry(cells: Float) { step = max(step, 1 / cells) }

    /// Sets the shares for the next line and lets further groups begin; true when the last has ended.
    @_noLocks @_noAllocation
    mutating func passLine(_ pool: inout VoicePool) -> Bool {
        var isOver = true
        for spare in 0..<Self.width {
            if groups[spare] >= 0 && shares[spare] >= 1 { end(spare, &pool) }
            if groups[spare] < 0, let next = pool.nextGroup(of: part) {
                groups[spare] = next
                shares[spare] = 0
                pool.double(next, in: spare)
            }
            guard groups[spare] >= 0 else { continue }
            isOver = false
            shares[spare] = min(shares[spare] + step, 1)
            pool.setShare(shares[spare], of: groups[spare], against: spare)
        }
        if isOver { part = 0 }
        return isOver
    }

    /// The instrument begins anew.
    mutating func cancel(_ pool: inout VoicePool) {
        for spare in 0..<Self.width where groups[spare] >= 0 {
            pool.setShare(1, of: groups[spare], against: spare)
            end(spare, &pool)
        }
        part = 0
    }

    @_noLocks @_noAllocation
    private mutating func end(_ spare: Int, _ pool: inout VoicePool) {
        pool.endDouble(groups[spare], in: spare)
        groups[spare] = -1
    }
}
