import KanonState

/// The pitch of keys, and the way of voices that sound to another one.
extension VoicePool {
    /// The phase per frame (turns of 2³²) of a key; 0 where it is silent.
    @_noLocks @_noAllocation
    func increment(_ place: UInt8, _ key: UInt8) -> Double {
        table.pointee.hertz[KeyTable.index(place, key)] / sampleRate * 4_294_967_296
    }

    /// Octaves of a key above middle C of equal temperament.
    @_noLocks @_noAllocation
    func octaves(_ place: UInt8, _ key: UInt8) -> Float { table.pointee.octaves[KeyTable.index(place, key)] }

    /// Whether a key has no pitch.
    @_noLocks @_noAllocation
    func isSilent(_ event: Event) -> Bool { table.pointee.hertz[KeyTable.index(event.place, event.key)] == 0 }

    /// Notes that begin have their pitch from `new` on; those that sound are on their way to it, if it wants that. The table
    /// before comes back.
    @_noLocks @_noAllocation
    mutating func take(_ new: UnsafePointer<KeyTable>) -> UnsafePointer<KeyTable> {
        let old = table
        table = new
        if new.pointee.movesNotes { isRetuning = true }
        return old
    }

    /// A grid line: voices go on to the pitches of their keys as parameters glide, by the same share of the rest each line.
    @_noLocks @_noAllocation
    mutating func passTuning() {
        isRetuning = false
        for number in 0..<reach {
            var lanes = LaneSet(sets[number].sounding)
            while let lane = lanes.next() { approach(number, lane) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func approach(_ number: Int, _ lane: Int) {
        let target = increment(sets[number].places[lane], sets[number].keys[lane])
        let now = groups[number].noteIncrement[lane]
        // What has become silent under a finger rings on where it is.
        guard target > 0, target != now else { return }
        let next = now + (target - now) * tuningShare
        // Within two thousandths of a cent it is there.
        groups[number].noteIncrement[lane] = abs(next - target) < 1e-6 * target ? target : next
        groups[number].notesMove = true
        isRetuning = true
        guard let double = double(of: number * 16 + lane) else { return }
        double.pointee.noteIncrement[lane] = groups[number].noteIncrement[lane]
        double.pointee.notesMove = true
    }

    /// Takes another sample rate, of which a grid line's `share` of a glide's way depends. Only while no audio thread runs.
    mutating func setSampleRate(_ rate: Double, share: Double) {
        sampleRate = rate
        tuningShare = share
        for number in 0..<reach {
            for lane in 0..<16 where sets[number].sounding & bit(lane) != 0 {
                let target = increment(sets[number].places[lane], sets[number].keys[lane])
                if target > 0 { groups[number].noteIncrement[lane] = target }
                groups[number].notesMove = true
            }
        }
    }
}
