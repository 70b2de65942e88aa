/// All lanes in the order in which their notes were struck or began to fade, those at rest among them: a ring of links.
struct VoiceAges {
    /// What stands on either side of a lane; of the element behind the last lane, the newest and the oldest.
    private let links: UnsafeMutablePointer<(older: UInt16, newer: UInt16)>
    private let count: Int

    static func byteCount(lanes: Int) -> Int { (lanes + 1) * 4 + 64 }

    init(lanes: Int, in arena: inout Arena) {
        count = lanes
        links = arena.take(repeating: (older: 0, newer: 0), count: lanes + 1)
        for lane in 0...lanes {
            links[lane] = (older: UInt16((lane + lanes) % (lanes + 1)), newer: UInt16((lane + 1) % (lanes + 1)))
        }
    }

    var oldest: Int? {
        @_noLocks @_noAllocation get { newer(than: count) }
    }

    var newest: Int? {
        @_noLocks @_noAllocation get { older(than: count) }
    }

    @_noLocks @_noAllocation
    func newer(than lane: Int) -> Int? {
        let next = Int(links[lane].newer)
        return next == count ? nil : next
    }

    @_noLocks @_noAllocation
    func older(than lane: Int) -> Int? {
        let next = Int(links[lane].older)
        return next == count ? nil : next
    }

    /// `lane` was struck or begins to fade.
    @_noLocks @_noAllocation
    func renew(_ lane: Int) { move(lane, behind: Int(links[count].older)) }

    /// `lane` takes the place of `other`, which is at rest from now on.
    @_noLocks @_noAllocation
    func replace(_ other: Int, with lane: Int) { move(lane, behind: other) }

    @_noLocks @_noAllocation
    private func move(_ lane: Int, behind other: Int) {
        guard lane != other else { return }
        let from = links[lane]
        links[Int(from.older)].newer = from.newer
        links[Int(from.newer)].older = from.older
        let next = links[other].newer
        links[lane] = (older: UInt16(truncatingIfNeeded: other), newer: next)
        links[other].newer = UInt16(truncatingIfNeeded: lane)
        links[Int(next)].older = UInt16(truncatingIfNeeded: lane)
    }
}
