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

    /// A key was let go: the voice that played it goes back to one that is still down. False when there is none.
    @_noLocks @_noAllocation
    mutating func fallBack(from event: Event) -> Bool {
        guard let single = singleVoice(), owns(event, single), voices[single].key == event.key, voices[single].state == .held,
            let chosen = keys.chosen(by: priority)
        else { return false }
        move(single, to: chosen)
        return true
    }

    @_noLocks @_noAllocation
    private mutating func move(_ index: Int, to key: HeldKeys.Key) {
        let before = voices[index].key
        voices[index].state = .held
        voices[index].device = key.device
        voices[index].channel = key.channel
        voices[index].key = key.key
        let velocity = mode == VoiceMode.legato.rawValue ? groups[index >> 4].velocity[index & 15] : key.velocity
        setKey(index, key.key, velocity: velocity, glidesFrom: before)
        groups[index >> 4].keysMove = true
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
