import KanonState

/// The 16 frames of one oscillator of one voice, lanes across time, −1…1 before its level.
@inline(__always) @_noLocks @_noAllocation
func oscillatorCell(
    _ lanes: borrowing OscillatorLanes, lane: Int, shape: Int32, steps: UnsafePointer<Float>
) -> SIMD16<Float> {
    let phase = lanes.phase[lane]
    let increment = lanes.increment[lane]
    let ramp = lanes.ramp[lane]
    switch shape {
    case OscillatorControl.Shape.saw:
        return saw(phase: phase, increment: increment, ramp: ramp, steps: steps)
    case OscillatorControl.Shape.vortex:
        let modulator = sine(
            phases(lanes.modulatorPhase[lane], lanes.modulatorIncrement[lane], lanes.modulatorRamp[lane]))
        let depth = multiplyAdd(
            frameNumbers, SIMD16(repeating: lanes.depthStep[lane]), SIMD16(repeating: lanes.depth[lane]))
        let carrierTurns = halfTurns(phases(phase, increment, ramp)) * 0.5
        return sineOfTurns(multiplyAdd(depth, modulator, carrierTurns))
    default:
        return sine(phases(phase, increment, ramp))
    }
}

/// Carries one oscillator's phases over the cell that was rendered.
@inline(__always) @_noLocks @_noAllocation
func advance(_ lanes: inout OscillatorLanes, morphIncrement: UInt32) {
    advance(&lanes.phase, &lanes.increment, lanes.ramp)
    advance(&lanes.modulatorPhase, &lanes.modulatorIncrement, lanes.modulatorRamp)
    lanes.morphPhase &+= SIMD16(repeating: morphIncrement)
    lanes.depth = multiplyAdd(lanes.depthStep, SIMD16(repeating: 16), lanes.depth)
}

@inline(__always) @_noLocks @_noAllocation
private func advance(_ phase: inout SIMD16<UInt32>, _ increment: inout SIMD16<UInt32>, _ ramp: SIMD16<Int32>) {
    let ramp = unsigned(ramp)
    phase &+= (increment &<< 4) &+ ramp &* 120
    increment &+= ramp &<< 4
}

/// Sets the ramps that take the phases per frame to their targets by the next grid line, `fresh` lanes at once.
@inline(__always) @_noLocks @_noAllocation
func aim(
    _ lanes: inout OscillatorLanes, at increments: SIMD16<UInt32>, modulator: SIMD16<UInt32>, depth: SIMD16<Float>,
    where affected: LaneMask, fresh: LaneMask
) {
    aim(&lanes.increment, &lanes.ramp, at: increments, where: affected, fresh: fresh)
    aim(&lanes.modulatorIncrement, &lanes.modulatorRamp, at: modulator, where: affected, fresh: fresh)
    aim(&lanes.depth, &lanes.depthStep, at: depth, where: affected, fresh: fresh)
}

/// What is left of the division by 16 frames is taken at once: less than 16 steps of 2⁻³² turns a frame.
@inline(__always) @_noLocks @_noAllocation
private func aim(
    _ increment: inout SIMD16<UInt32>, _ ramp: inout SIMD16<Int32>, at target: SIMD16<UInt32>,
    where affected: LaneMask, fresh: LaneMask
) {
    let distance = signed(target &- increment).replacing(with: SIMD16(repeating: 0), where: fresh)
    let newRamp = distance &>> 4
    let start = target &- unsigned(newRamp &<< 4)
    ramp.replace(with: newRamp, where: affected)
    increment.replace(with: start, where: affected)
}
