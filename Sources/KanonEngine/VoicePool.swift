import KanonDSP
import KanonState

/// Gives notes voices and takes them back: a fixed pool, with some lanes to spare in which stolen voices fade out.
///
/// What events call is `mutating` throughout: a call that is not makes a copy of the pool first.
struct VoicePool {
    /// The most voices of any instrument.
    static var greatestPolyphony: Int { 1024 }

    /// Voices that there is room for besides those that are fading.
    let polyphony: Int
    let groups: UnsafeMutablePointer<VoiceGroup>
    let groupCount: Int
    /// Groups up to the last that has a voice.
    private(set) var reach = 0
    /// An element a group.
    let sets: UnsafeMutablePointer<VoiceSet>
    let ages: VoiceAges
    /// What the groups play, a part each sound; new notes play the first.
    let parts: UnsafePointer<PartControl>
    /// The pitches of keys.
    var table: UnsafePointer<KeyTable>
    /// Frames a second.
    var sampleRate = 48_000.0
    /// What of the way to another pitch voices go at a grid line, 0…1.
    var tuningShare = 1.0
    /// Whether voices are on their way to another pitch.
    var isRetuning = false
    /// Rows of 16 lanes of a group, for moving voices.
    let laneRows: Int
    /// Voices that sound and are not fading.
    private(set) var playingCount = 0
    /// Grows with every note.
    var noteNumber: UInt32 = 0
    /// An element a channel of each device.
    let channels: UnsafeMutablePointer<ChannelState>
    /// The channel, of its device, of the note or wheel that came last: see `Event.place`.
    var lastPlace: UInt8 = 0
    /// The keys that are down, where a single voice plays them.
    var keys: HeldKeys
    /// One of `VoiceMode`.
    private(set) var mode = VoiceMode.poly.rawValue
    /// The most voices besides those that are fading, as the sound asks for: up to `polyphony`.
    private(set) var limit: Int
    /// One of `NotePriority`.
    var priority = NotePriority.last.rawValue
    /// The cells that a glide takes.
    var glideCells: Float = 0
    /// Where the note struck last is, in octaves above middle C of equal temperament, from which a glide begins; nil before the first.
    var lastOctaves: Float?

    /// Whether groups sound twice, so that none may be moved.
    var isCrossfading = false

    /// Groups for `polyphony` voices, for those that fade at the same time, and for those of older sounds, which may stand alone
    /// in theirs.
    static func groupCount(polyphony: Int) -> Int { (polyphony + 15) / 16 + Layers.count }
    /// The same and the spare ones in which groups sound twice.
    static func spareGroupCount(polyphony: Int) -> Int { groupCount(polyphony: polyphony) + Crossfade.width }

    static func byteCount(polyphony: Int) -> Int {
        let groups = spareGroupCount(polyphony: polyphony)
        return groups * (MemoryLayout<VoiceGroup>.stride + MemoryLayout<VoiceSet>.stride) + 4 * 64
            + VoiceAges.byteCount(lanes: groups * 16) + 256 * MemoryLayout<ChannelState>.stride + HeldKeys.byteCount
    }

    /// The pool gives `table` back when another takes its place.
    init(polyphony: Int, parts: UnsafePointer<PartControl>, table: UnsafePointer<KeyTable>, in arena: inout Arena) {
        self.table = table
        self.polyphony = polyphony
        limit = polyphony
        self.parts = parts
        groupCount = Self.groupCount(polyphony: polyphony)
        groups = arena.take(repeating: VoiceGroup(), count: Self.spareGroupCount(polyphony: polyphony))
        sets = arena.take(repeating: VoiceSet(), count: groupCount)
        ages = VoiceAges(lanes: groupCount * 16, in: &arena)
        channels = arena.take(repeating: ChannelState(), count: 256)
        keys = HeldKeys(in: &arena)
        laneRows = VoiceGroup.laneRows
    }

    /// Voices that sound, the fading ones too.
    var soundingCount: Int {
        @_noLocks @_noAllocation get {
            var count = 0
            for index in 0..<reach { count += groups[index].active.nonzeroBitCount }
            return count
        }
    }

    /// How notes are given to voices from now on: one of `VoiceMode`.
    @_noLocks @_noAllocation
    mutating func setMode(_ new: Int) {
        guard new != mode else { return }
        if mode == VoiceMode.poly.rawValue { takeUpKeys() }
        if new == VoiceMode.poly.rawValue { keys.liftAll() }
        mode = new
    }

    /// So many voices at most from now on. Those that are too many go, the least missed first.
    @_noLocks @_noAllocation
    mutating func setLimit(_ new: Int) {
        limit = min(max(new, 1), polyphony)
        while playingCount > limit { fade(victim()) }
    }

    /// The kernel has passed a grid line: the voices that ended on it have free lanes.
    @_noLocks @_noAllocation
    mutating func settle() {
        for number in 0..<reach where sets[number].sounding != 0 {
            sets[number].isRanked = false
            var ended = LaneSet(sets[number].sounding & ~groups[number].active)
            while let lane = ended.next() { setState(VoiceState.resting, of: number * 16 + lane) }
        }
        while reach > 0, sets[reach - 1].sounding == 0 { reach -= 1 }
        if !isCrossfading { pack() }
    }

    @_noLocks @_noAllocation
    mutating func setState(_ state: UInt8, of index: Int) {
        let set = sets + (index >> 4)
        reach = max(reach, (index >> 4) + 1)
        if set.pointee.states[index & 15] < VoiceState.fading { playingCount -= 1 }
        if state < VoiceState.fading { playingCount += 1 }
        set.pointee.states[index & 15] = state
        set.pointee.sounding = state == VoiceState.resting ? set.pointee.sounding & ~bit(index) : set.pointee.sounding | bit(index)
    }

    @_noLocks @_noAllocation
    func state(_ index: Int) -> UInt8 { sets[index >> 4].states[index & 15] }

    @_noLocks @_noAllocation
    func bit(_ index: Int) -> UInt16 { 1 &<< UInt16(truncatingIfNeeded: index & 15) }

    @_noLocks @_noAllocation
    func group(_ index: Int) -> UnsafeMutablePointer<VoiceGroup> { groups + (index >> 4) }
}
