import KanonState

/// One voice for all keys: mono strikes it anew with every key, legato only when none was down.
extension VoicePool {
    /// A key was struck; true when a voice had to be stolen.
    @_noLocks @_noAllocation
    mutating func startSingle(_ event: Event, frame: Int) -> Bool {
        guard let single = singleVoice() else { return start(event, frame: frame) }
        // Another key may have the right to sound.
        guard let chosen = keys.chosen(by: priority), isOf(chosen, event) else { return false }
        let wasHeld = voices[single].state == .held
        move(single, to: chosen)
        if mode == VoiceMode.mono.rawValue || !wasHeld { strike(single) }
        return false
    }

    /// A key was let go, or all of a channel (`anyKey`) or of a device (`anyChannel` too): the voice that played one of them
    /// goes back to one that is still down, if there is one.
    @_noLocks @_noAllocation
    mutating func fallBack(from event: Event, anyKey: Bool = false, anyChannel: Bool = false) {
        guard mode != VoiceMode.poly.rawValue, let single = singleVoice(), voices[single].state == .held else { return }
        let voice = voices[single]
        guard voice.device == event.device, anyChannel || voice.channel == event.channel, anyKey || voice.key == event.key,
            let chosen = keys.chosen(by: priority)
        else { return }
        move(single, to: chosen)
    }

    @_noLocks @_noAllocation
    private mutating func move(_ index: Int, to key: HeldKeys.Key) {
        let group = group(index)
        let lane = index & 15
        voices[index].state = .held
        voices[index].device = key.device
        voices[index].channel = key.channel
        voices[index].key = key.key
        voices[index].pressure = 0
        aimControls(index)
        let velocity = mode == VoiceMode.legato.rawValue ? group.pointee.velocity[lane] : key.velocity
        // From where it is, in the middle of a glide too.
        setKey(index, key.key, velocity: velocity, glidesFrom: group.pointee.noteOctaves[lane] + group.pointee.glide[lane])
        group.pointee.notesMove = true
    }

    @_noLocks @_noAllocation
    private func isOf(_ key: HeldKeys.Key, _ event: Event) -> Bool {
        key.device == event.device && key.channel == event.channel && key.key == event.key
    }

    /// The newest voice that is not fading.
    @_noLocks @_noAllocation
    private func singleVoice() -> Int? {
        var newest: Int?
        for index in 0..<groupCount * 16 where isSounding(index) && voices[index].state != .fading {
            if let best = newest, voices[best].order > voices[index].order { continue }
            newest = index
        }
        return newest
    }
}
