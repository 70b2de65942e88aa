import KanonState

/// The 16 frames of one copy of oscillator `number` of one voice, lanes across time, −1…1 before its level.
///
/// `turns` is what is added to the phase of shapes that can be modulated; read only where `isModulated`. `modulates`: whether
/// another oscillator may take the wave for its own phase.
@inline(__always) @_noLocks @_noAllocation
func oscillatorWave(
    _ group: UnsafePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, number: Int, copy: Int, lane: Int, shape: OscillatorShape,
    isModulated: Bool, modulates: Bool, turns: SIMD16<Float>, steps: UnsafePointer<Float>
) -> SIMD16<Float> {
    let lanes = UnsafeRawPointer(group).assumingMemoryBound(to: OscillatorLanes.self) + number
    let phase = lanes.pointee.copies[copy].phase[lane]
    let increment = lanes.pointee.copies[copy].increment[lane]
    let ramp = lanes.pointee.copies[copy].ramp[lane]
    switch shape {
    case .saw:
        return saw(phase: phase, increment: increment, ramp: ramp, steps: steps)
    case .triangle:
        return triangle(phase: phase, increment: increment, ramp: ramp, steps: steps)
    case .pulse:
        return pulse(
            phase: phase, increment: increment, ramp: ramp, width: lanes.pointee.width.value[lane],
            widthStep: lanes.pointee.width.step[lane], steps: steps)
    case .sync:
        return syncedSaw(
            phase: phase, increment: increment, ramp: ramp, ratio: lanes.pointee.sync.value[lane],
            ratioStep: lanes.pointee.sync.step[lane], steps: steps)
    case .white:
        return whiteNoise(frame: part.pointee.frame, seed: seed(group, number: number, copy: copy, lane: lane))
    case .pink:
        return pinkNoise(frame: part.pointee.frame, seed: seed(group, number: number, copy: copy, lane: lane))
    case .drawbars:
        // All copies are the one whose phase is the modulator's.
        return drawbarWave(lanes, part, lane: lane)
    case .vortex:
        let modulator = sine(
            phases(lanes.pointee.modulator.phase[lane], lanes.pointee.modulator.increment[lane], lanes.pointee.modulator.ramp[lane]))
        let depth = line(lanes.pointee.depth, lane)
        return sine(
            phase: phase, increment: increment, ramp: ramp,
            modulatedBy: isModulated ? multiplyAdd(depth, modulator, turns) : depth * modulator, modulates: modulates)
    case .fold:
        let folded =
            isModulated
            ? sine(phase: phase, increment: increment, ramp: ramp, modulatedBy: turns, modulates: modulates)
            : sine(phases(phase, increment, ramp))
        return fold(
            folded, depth: lanes.pointee.depth.value[lane], depthStep: lanes.pointee.depth.step[lane], increment: increment, ramp: ramp,
            modulates: modulates)
    case .sine:
        return isModulated
            ? sine(phase: phase, increment: increment, ramp: ramp, modulatedBy: turns, modulates: modulates)
            : sine(phases(phase, increment, ramp))
    }
}

@inline(never) @_noLocks @_noAllocation
private func drawbarWave(
    _ lanes: UnsafePointer<OscillatorLanes>, _ part: UnsafePointer<PartControl>, lane: Int
) -> SIMD16<Float> {
    var levels = part.pointee.drawbars
    return withUnsafePointer(to: &levels.value) { values in
        withUnsafePointer(to: &levels.step) { steps in
            drawbars(
                phase: lanes.pointee.modulator.phase[lane], increment: lanes.pointee.modulator.increment[lane],
                ramp: lanes.pointee.modulator.ramp[lane], levels: values, levelSteps: steps)
        }
    }
}

/// Another number for every noise of every voice.
@inline(__always) @_noLocks @_noAllocation
private func seed(_ group: UnsafePointer<VoiceGroup>, number: Int, copy: Int, lane: Int) -> UInt32 {
    group.pointee.seed[lane] &+ UInt32(truncatingIfNeeded: number &* 8 &+ copy) &* 0x9E37_79B9
}

/// The 16 frames of one lane of a ramp; counted from their middle, for the optimiser's sake (see `framesFromMiddle`).
@inline(__always) @_noLocks @_noAllocation
func line(_ ramp: RampLanes, _ lane: Int) -> SIMD16<Float> {
    line(value: ramp.value[lane], step: ramp.step[lane])
}

/// The same times a gain.
@inline(__always) @_noLocks @_noAllocation
func line(_ ramp: RampLanes, _ lane: Int, times gain: Float) -> SIMD16<Float> {
    line(value: ramp.value[lane] * gain, step: ramp.step[lane] * gain)
}

/// A straight line through the 16 frames of a cell.
@inline(__always) @_noLocks @_noAllocation
func line(value: Float, step: Float) -> SIMD16<Float> {
    multiplyAdd(framesFromMiddle, SIMD16(repeating: step), SIMD16(repeating: value + 7.5 * step))
}
