import KanonState

/// One voice for all keys: mono strikes it anew with every key, legato only when none was down.
extension VoicePool {
    /// The keys that are held by voices are those that are down.
    @_noLocks @_noAllocation
    mutating func takeUpKeys() {
        keys.liftAll()
        var next = ages.oldest
        while let index = next {
            let set = sets + (index >> 4)
            if state(index) == VoiceState.held {
                let place = set.pointee.places[index & 15]
                keys.press(
                    Event(
                        .noteOn, device: place >> 4, channel: place & 15, key: set.pointee.keys[index & 15],
                        value: group(index).pointee.velocity[index & 15]))
            }
            next = ages.newer(than: index)
        }
    }

    /// The keys that are down belong to voices of an older sound.
    @_noLocks @_noAllocation
    mutating func forgetKeys() { keys.liftAll() }

    /// A key was struck; true when a voice had to be stolen.
    @_noLocks @_noAllocation
    mutating func startSingle(_ event: Event, frame: Int) -> Bool {
        guard let single = singleVoice() else { return start(event, frame: frame) }
        // Another key may have the right to sound.
        guard let chosen = keys.chosen(by: priority), chosen.place == event.place, chosen.key == event.key else { return false }
        let wasHeld = state(single) == VoiceState.held
        move(single, to: chosen)
        if mode == VoiceMode.mono.rawValue || !wasHeld { strike(single) }
        return false
    }

    /// A key was let go, or all of a channel (`anyKey`) or of a device (`anyChannel` too): the voice that played one of them
    /// goes back to one that is still down, if there is one.
    @_noLocks @_noAllocation
    mutating func fallBack(from event: Event, anyKey: Bool = false, anyChannel: Bool = false) {
        guard mode != VoiceMode.poly.rawValue, let single = singleVoice(), state(single) == VoiceState.held else { return }
        let place = sets[single >> 4].places[single & 15]
        let key = sets[single >> 4].keys[single & 15]
        guard place >> 4 == event.device, anyChannel || place == event.place, anyKey || key == event.key,
            let chosen = keys.chosen(by: priority)
        else { return }
        move(single, to: chosen)
    }

    @_noLocks @_noAllocation
    private mutating func move(_ index: Int, to key: HeldKeys.Key) {
        let group = group(index)
        let lane = index & 15
        setState(VoiceState.held, of: index)
        sets[index >> 4].places[lane] = key.place
        sets[index >> 4].keys[lane] = key.key
        sets[index >> 4].pressures[lane] = 0
        aimControls(index)
        let velocity = mode == VoiceMode.legato.rawValue ? group.pointee.velocity[lane] : key.velocity
        // From where it is, in the middle of a glide too.
        setKey(index, key.key, velocity: velocity, glidesFrom: group.pointee.noteOctaves[lane] + group.pointee.glide[lane])
        group.pointee.notesMove = true
    }

    /// The newest voice that is not fading, of the sound that new notes play.
    @_noLocks @_noAllocation
    private mutating func singleVoice() -> Int? {
        var next = ages.newest
        while let index = next, state(index) >= VoiceState.fading || isOld(index) { next = ages.older(than: index) }
        return next
    }

    /// Whether a voice rings out in an older sound. One that waits for its crossfade does not.
    @_noLocks @_noAllocation
    private func isOld(_ index: Int) -> Bool { group(index).pointee.part != 0 && !isCrossfading }
}
