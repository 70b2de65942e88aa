import KanonState

/// A grid line of one group: carries its state over the cell that was rendered, ends the voices that are over and aims the
/// others at the next line.
@inline(__always) @_noLocks @_noAllocation
func passLine(_ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>) {
    for number in 0..<3 {
        advance(&group.pointee.oscillators[number], morphIncrement: part.pointee.oscillators[number].morphIncrement)
    }
    group.pointee.tangent = multiplyAdd(group.pointee.tangentStep, SIMD16(repeating: 16), group.pointee.tangent)
    group.pointee.damping = multiplyAdd(group.pointee.dampingStep, SIMD16(repeating: 16), group.pointee.damping)
    let distance = group.pointee.bend - group.pointee.bendTarget
    group.pointee.bend = group.pointee.bendTarget + distance * part.pointee.bendSmoothing

    endVoices(group)
    let sounding = mask(group.pointee.active)
    aimVoices(group, part, where: sounding, fresh: mask(group.pointee.fresh))
    group.pointee.fresh = 0
    group.pointee.turned = 0
}

/// Takes up the notes that began or ended within the cell, at frame `frame` of it.
@inline(__always) @_noLocks @_noAllocation
func takeUpNotes(_ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, frame: Int) {
    let fresh = mask(group.pointee.fresh)
    aim(&group.pointee.amp, part.pointee.amp, where: mask(group.pointee.fresh | group.pointee.turned))
    aim(&group.pointee.mod, part.pointee.mod, where: mask(group.pointee.fresh | group.pointee.turned))
    if group.pointee.fresh != 0 {
        aimFilter(group, part, where: fresh, fresh: fresh)
        aimPitch(group, part, where: fresh, fresh: fresh)
        // A cell is drawn from its line on: put the phase there that leads to the lane's own at this frame.
        let passed = SIMD16<UInt32>(repeating: UInt32(frame))
        for number in 0..<3 {
            let back = SIMD16<UInt32>.zero.replacing(
                with: passed &* group.pointee.oscillators[number].increment, where: fresh)
            group.pointee.oscillators[number].phase &-= back
            let modulatorBack = SIMD16<UInt32>.zero.replacing(
                with: passed &* group.pointee.oscillators[number].modulatorIncrement, where: fresh)
            group.pointee.oscillators[number].modulatorPhase &-= modulatorBack
        }
    }
    group.pointee.fresh = 0
    group.pointee.turned = 0
}

@inline(__always) @_noLocks @_noAllocation
private func aimVoices(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, where affected: LaneMask,
    fresh: LaneMask
) {
    aim(&group.pointee.amp, part.pointee.amp, where: affected)
    aim(&group.pointee.mod, part.pointee.mod, where: affected)
    aimFilter(group, part, where: affected, fresh: fresh)
    aimPitch(group, part, where: affected, fresh: fresh)
}

/// Silences for good the lanes that have faded out, and any that is not finite, alone.
@inline(__always) @_noLocks @_noAllocation
private func endVoices(_ group: UnsafeMutablePointer<VoiceGroup>) {
    let amp = group.pointee.amp
    let isFinite = isSane(group.pointee.state1) .& isSane(group.pointee.state2)
    let fadedOut =
        (amp.stage .>= SIMD16(repeating: EnvelopeLanes.Stage.release)) .& (amp.level .< SIMD16(repeating: 1e-5))
    let ended = bitSet(fadedOut .| .!isFinite) & group.pointee.active
    guard ended != 0 else { return }
    group.pointee.active &= ~ended
    let over = mask(ended)
    group.pointee.state1.replace(with: SIMD16(repeating: 0), where: over)
    group.pointee.state2.replace(with: SIMD16(repeating: 0), where: over)
    group.pointee.amp.level.replace(with: SIMD16(repeating: 0), where: over)
    group.pointee.amp.slope.replace(with: SIMD16(repeating: 0), where: over)
    // A lane at rest moves nothing: what would drift there is lost to the sum if it ever overflows.
    group.pointee.mod.slope.replace(with: SIMD16(repeating: 0), where: over)
    group.pointee.tangentStep.replace(with: SIMD16(repeating: 0), where: over)
    group.pointee.dampingStep.replace(with: SIMD16(repeating: 0), where: over)
    for number in 0..<3 {
        group.pointee.oscillators[number].depthStep.replace(with: SIMD16(repeating: 0), where: over)
        group.pointee.oscillators[number].increment.replace(with: SIMD16(repeating: 0), where: over)
        group.pointee.oscillators[number].ramp.replace(with: SIMD16(repeating: 0), where: over)
        group.pointee.oscillators[number].modulatorIncrement.replace(with: SIMD16(repeating: 0), where: over)
        group.pointee.oscillators[number].modulatorRamp.replace(with: SIMD16(repeating: 0), where: over)
    }
}

/// Finite, and nowhere near what three oscillators through the most resonant filter can reach.
@inline(__always) @_noLocks @_noAllocation
func isSane(_ x: SIMD16<Float>) -> LaneMask {
    (x .< SIMD16(repeating: 1e6)) .& (x .> SIMD16(repeating: -1e6))
}

/// Aims the filters at the corner that envelope, key and velocity ask for.
///
/// g = tan(π·corner/rate), as the quotient of two sines; the corner stays between 0.0001 and 0.45 of the rate.
@inline(__always) @_noLocks @_noAllocation
private func aimFilter(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, where affected: LaneMask,
    fresh: LaneMask
) {
    let softness = SIMD16<Float>(repeating: 1) - group.pointee.velocity
    var octaves = levelAtNextLine(group.pointee.mod) * part.pointee.cutoffEnvelope
    octaves = multiplyAdd(group.pointee.noteOctaves, SIMD16(repeating: part.pointee.cutoffKey), octaves)
    octaves -= softness * part.pointee.cutoffVelocity
    let asked = exponential2(octaves) * part.pointee.cutoff
    let corner = minimum(maximum(asked, SIMD16(repeating: 1e-4)), SIMD16(repeating: 0.45))
    let tangent = sineOfHalfTurns(corner) / sineOfHalfTurns(SIMD16(repeating: 0.5) - corner)
    aim(&group.pointee.tangent, &group.pointee.tangentStep, at: tangent, where: affected, fresh: fresh)
    aim(
        &group.pointee.damping, &group.pointee.dampingStep, at: SIMD16(repeating: part.pointee.damping),
        where: affected, fresh: fresh)
}

/// Aims the oscillators at the frequencies that key, wheel and vibrato ask for.
@inline(__always) @_noLocks @_noAllocation
private func aimPitch(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, where affected: LaneMask,
    fresh: LaneMask
) {
    let octaves = multiplyAdd(
        group.pointee.bend, SIMD16(repeating: part.pointee.bendRange), SIMD16(repeating: part.pointee.vibrato))
    let bent = group.pointee.noteIncrement * doubles(exponential2(octaves))
    for number in 0..<3 {
        let control = part.pointee.oscillators[number]
        let frequency = bent * control.ratio
        let morph = sine(group.pointee.oscillators[number].morphPhase &+ control.morphIncrement)
        aim(
            &group.pointee.oscillators[number], at: increments(frequency),
            modulator: increments(frequency * control.modulatorRatio), depth: morph * control.intensity,
            where: affected, fresh: fresh)
    }
}

@inline(__always) @_noLocks @_noAllocation
private func doubles(_ x: SIMD16<Float>) -> SIMD16<Double> {
    SIMD16<Double>(lowHalf: SIMD8<Double>(x.lowHalf), highHalf: SIMD8<Double>(x.highHalf))
}

/// Whole phases per frame, below half a turn: adding 2⁵² rounds and leaves the number in the low bits.
@inline(__always) @_noLocks @_noAllocation
private func increments(_ x: SIMD16<Double>) -> SIMD16<UInt32> {
    let greatest = SIMD16<Double>(repeating: 0.45 * 4_294_967_296)
    let shifted = x.replacing(with: greatest, where: x .> greatest) + 4_503_599_627_370_496
    return lowWords(shifted)
}
