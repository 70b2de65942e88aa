import KanonState

/// One voice for all keys: mono strikes it anew with every key, legato only when none was down.
extension VoicePool {
    /// Whether a channel's notes share one voice.
    @_noLocks @_noAllocation
    func isSingle(_ place: UInt8) -> Bool { mode != VoiceMode.poly.rawValue || channels[Int(place)].isSingle || isDown(.legato, at: place) }

    /// How a channel's keys follow one another: one of `VoiceMode`.
    @_noLocks @_noAllocation
    private func mode(of place: UInt8) -> Int {
        if isDown(.legato, at: place) { return VoiceMode.legato.rawValue }
        if mode != VoiceMode.poly.rawValue { return mode }
        return channels[Int(place)].isMono ? VoiceMode.mono.rawValue : mode
    }

    /// The keys that are held by voices, of all channels or of one, are those that are down.
    @_noLocks @_noAllocation
    mutating func takeUpKeys(of channel: UInt8? = nil) {
        if let channel { keys.liftChannel(of: Event(.allNotesOff, device: channel >> 4, channel: channel & 15)) } else { keys.liftAll() }
        var next = ages.oldest
        while let index = next {
            let set = sets + (index >> 4)
            let place = set.pointee.places[index & 15]
            if state(index) == VoiceState.held, channel == nil || place == channel {
                keys.press(
                    Event(
                        .noteOn, device: place >> 4, channel: place & 15, key: set.pointee.keys[index & 15],
                        value: group(index).pointee.velocity[index & 15]))
            }
            next = ages.newer(than: index)
        }
    }

    /// The channel's footswitch is up: unless something else asks for one voice, its keys need not be known.
    @_noLocks @_noAllocation
    mutating func keepKeys(of place: UInt8) {
        if !isSingle(place) { keys.liftChannel(of: Event(.allNotesOff, device: place >> 4, channel: place & 15)) }
    }

    /// The keys that are down belong to voices of an older sound.
    @_noLocks @_noAllocation
    mutating func forgetKeys() { keys.liftAll() }

    /// A key was struck; true when a voice had to be stolen.
    @_noLocks @_noAllocation
    mutating func startSingle(_ event: Event, frame: Int) -> Bool {
        guard let single = singleVoice(for: event.place) else { return start(event, frame: frame) }
        // Another key may have the right to sound.
        guard let chosen = keys.chosen(by: priority, of: scope(event.place)), chosen.place == event.place, chosen.key == event.key else {
            return false
        }
        let wasHeld = state(single) == VoiceState.held
        move(single, to: chosen)
        if mode(of: event.place) == VoiceMode.mono.rawValue || !wasHeld { strike(single) }
        return false
    }

    /// A key was let go, or all of a channel (`anyKey`) or of a device (`anyChannel` too): the voice that played one of them
    /// goes back to one that is still down, if there is one.
    @_noLocks @_noAllocation
    mutating func fallBack(from event: Event, anyKey: Bool = false, anyChannel: Bool = false) {
        guard isSingle(event.place), let single = singleVoice(for: event.place), state(single) == VoiceState.held else { return }
        let place = sets[single >> 4].places[single & 15]
        let key = sets[single >> 4].keys[single & 15]
        guard place >> 4 == event.device, anyChannel || place == event.place, anyKey || key == event.key,
            let chosen = keys.chosen(by: priority, of: scope(event.place))
        else { return }
        move(single, to: chosen)
    }

    @_noLocks @_noAllocation
    private mutating func move(_ index: Int, to key: HeldKeys.Key) {
        let group = group(index)
        let lane = index & 15
        // From where it is, in the middle of a glide too.
        let before = octaves(sets[index >> 4].places[lane], sets[index >> 4].keys[lane]) + group.pointee.glide[lane]
        setState(VoiceState.held, of: index)
        sets[index >> 4].places[lane] = key.place
        sets[index >> 4].keys[lane] = key.key
        sets[index >> 4].pressures[lane] = 0
        sets[index >> 4].caught &= ~bit(index)
        aimControls(index)
        let velocity = mode(of: key.place) == VoiceMode.legato.rawValue ? group.pointee.velocity[lane] : key.velocity
        setKey(index, key.key, velocity: velocity, glidesFrom: before)
        group.pointee.notesMove = true
        guard let double = double(of: index) else { return }
        double.pointee.noteIncrement[lane] = group.pointee.noteIncrement[lane]
        double.pointee.noteOctaves[lane] = group.pointee.noteOctaves[lane]
        double.pointee.velocity[lane] = velocity
        double.pointee.glide[lane] = group.pointee.glide[lane]
        double.pointee.glideStep[lane] = group.pointee.glideStep[lane]
        double.pointee.notesMove = true
        if group.pointee.controlsMove { double.pointee.controlsMove = true }
    }

    /// The channel whose keys share a voice with those of `place`; nil for all.
    @_noLocks @_noAllocation
    private func scope(_ place: UInt8) -> UInt8? { mode == VoiceMode.poly.rawValue ? place : nil }

    /// The newest voice that is not fading, of the sound that new notes play, and that the keys of `place` share.
    @_noLocks @_noAllocation
    private mutating func singleVoice(for place: UInt8) -> Int? {
        let scope = scope(place)
        var next = ages.newest
        while let index = next, state(index) >= VoiceState.fading || isOld(index) || !isInside(index, scope) {
            next = ages.older(than: index)
        }
        return next
    }

    @_noLocks @_noAllocation
    private func isInside(_ index: Int, _ scope: UInt8?) -> Bool { scope == nil || sets[index >> 4].places[index & 15] == scope }

    /// Whether a voice rings out in an older sound. One that waits for its crossfade does not.
    @_noLocks @_noAllocation
    private func isOld(_ index: Int) -> Bool { group(index).pointee.part != 0 && !isCrossfading }
}
