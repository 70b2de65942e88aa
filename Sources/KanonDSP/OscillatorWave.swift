import KanonState

/// The 16 frames of one copy of one oscillator of one voice, lanes across time, −1…1 before its level.
///
/// `turns` is what is added to the phase; read only where `isModulated`.
@inline(__always) @_noLocks @_noAllocation
func oscillatorWave(
    _ lanes: UnsafePointer<OscillatorLanes>, copy: Int, lane: Int, shape: Int32, isModulated: Bool,
    turns: SIMD16<Float>, steps: UnsafePointer<Float>
) -> SIMD16<Float> {
    let phase = lanes.pointee.copies[copy].phase[lane]
    let increment = lanes.pointee.copies[copy].increment[lane]
    let ramp = lanes.pointee.copies[copy].ramp[lane]
    switch shape {
    case OscillatorControl.Shape.saw:
        return saw(phase: phase, increment: increment, ramp: ramp, steps: steps)
    case OscillatorControl.Shape.triangle:
        return triangle(phase: phase, increment: increment, ramp: ramp, steps: steps)
    case OscillatorControl.Shape.pulse:
        return pulse(
            phase: phase, increment: increment, ramp: ramp, width: lanes.pointee.width.value[lane],
            widthStep: lanes.pointee.width.step[lane], steps: steps)
    case OscillatorControl.Shape.vortex:
        let modulator = sine(
            phases(lanes.pointee.modulator.phase[lane], lanes.pointee.modulator.increment[lane], lanes.pointee.modulator.ramp[lane]))
        let carrier = halfTurns(phases(phase, increment, ramp)) * 0.5
        var sum = multiplyAdd(line(lanes.pointee.depth, lane), modulator, carrier)
        if isModulated { sum += turns }
        return sineOfTurns(sum)
    default:
        let own = phases(phase, increment, ramp)
        return isModulated ? sineOfTurns(multiplyAdd(halfTurns(own), SIMD16(repeating: 0.5), turns)) : sine(own)
    }
}

/// The 16 frames of one lane of a ramp.
@inline(__always) @_noLocks @_noAllocation
func line(_ ramp: RampLanes, _ lane: Int) -> SIMD16<Float> {
    multiplyAdd(frameNumbers, SIMD16(repeating: ramp.step[lane]), SIMD16(repeating: ramp.value[lane]))
}
