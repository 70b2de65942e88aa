import KanonState

/// How voices end.
extension VoicePool {
    /// The key of a held voice was let go, with `velocity` 0…1.
    @_noLocks @_noAllocation
    mutating func letGo(_ index: Int, velocity: Float) {
        guard state(index) == VoiceState.held else { return }
        if part(index).pointee.takesLift {
            lift(group(index), index & 15, velocity: velocity)
            if let double = double(of: index) { lift(double, index & 15, velocity: velocity) }
        }
        let isCaught = sets[index >> 4].caught & bit(index) != 0
        if isCaught || isDown(.sustain, at: sets[index >> 4].places[index & 15]) {
            setState(VoiceState.pedalled, of: index)
        } else {
            release(index)
        }
    }

    @inline(__always) @_noLocks @_noAllocation
    private mutating func lift(_ group: UnsafeMutablePointer<VoiceGroup>, _ lane: Int, velocity: Float) {
        group.pointee.liftTarget[lane] = velocity
        group.pointee.controlsMove = true
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
        turn(group(index), index & 15, to: stage)
        if let double = double(of: index) { turn(double, index & 15, to: stage) }
    }

    @inline(__always) @_noLocks @_noAllocation
    private mutating func turn(_ group: UnsafeMutablePointer<VoiceGroup>, _ lane: Int, to stage: Int32) {
        group.pointee.amp.stage[lane] = stage
        // The filter's envelope only ever rings out; the loudness decides when the voice is over.
        group.pointee.mod.stage[lane] = EnvelopeLanes.Stage.release
        group.pointee.turned |= bit(lane)
    }
}
