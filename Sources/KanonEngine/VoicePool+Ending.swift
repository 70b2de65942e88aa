import KanonState

/// How voices end.
extension VoicePool {
    /// The key of a held voice was let go, with `velocity` 0…1.
    @_noLocks @_noAllocation
    mutating func letGo(_ index: Int, velocity: Float) {
        guard state(index) == VoiceState.held else { return }
        if part(index).pointee.takesLift {
            group(index).pointee.liftTarget[index & 15] = velocity
            group(index).pointee.controlsMove = true
        }
        let isCaught = sets[index >> 4].caught & bit(index) != 0
        if isCaught || isDown(.sustain, at: sets[index >> 4].places[index & 15]) {
            setState(VoiceState.pedalled, of: index)
        } else {
            release(index)
        }
    }

    /// A voice that was held rings out.
    @_noLocks @_noAllocation
    mutating func release(_ index: Int) {
        guard state(index) == VoiceState.held || state(index) == VoiceState.pedalled else { return }
        setState(VoiceState.released, of: index)
        turn(index, to: EnvelopeLanes.Stage.release)
    }

    /// A voice goes within milliseconds.
    @_noLocks @_noAllocation
    mutating func fade(_ index: Int) {
        guard state(index) < VoiceState.fading else { return }
        setState(VoiceState.fading, of: index)
        // Out of the way of those who look for the oldest that can be stolen.
        ages.renew(index)
        turn(index, to: EnvelopeLanes.Stage.fade)
    }

    @_noLocks @_noAllocation
    private mutating func turn(_ index: Int, to stage: Int32) {
        let lane = index & 15
        group(index).pointee.amp.stage[lane] = stage
        // The filter's envelope only ever rings out; the loudness decides when the voice is over.
        group(index).pointee.mod.stage[lane] = EnvelopeLanes.Stage.release
        group(index).pointee.turned |= bit(index)
    }
}
