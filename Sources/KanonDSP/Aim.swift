import KanonState

// Tuples, not structs: a struct brings weak symbols with it that are built for AVX2 here and might be linked where they must not.

/// Which lanes of a group get new targets, and when they reach them.
///
/// `isLine`: whether a grid line is passed, so that every lane moves to its target by the next line; otherwise notes have begun
/// at `frame` of the cell, and only theirs are set. `isAll`: whether the voices have another part than at the last line, in which
/// nothing is heard of them yet. `fresh`: the lanes that take their targets at once, since their notes just began or all is
/// another; `active`: the lanes that sound.
///
/// Lanes as a bit each: masks would be passed in eight registers.
typealias Aim = (isLine: Bool, isAll: Bool, frame: Int, fresh: UInt16, active: UInt16)

/// The aim of a group at a grid line, or where notes begin at `frame`.
@inline(__always) @_noLocks @_noAllocation
func aim(_ group: UnsafePointer<VoiceGroup>, isLine: Bool, frame: Int) -> Aim {
    let isAll = group.pointee.part != group.pointee.drawnPart
    return (isLine, isAll, frame, isLine && isAll ? group.pointee.active : group.pointee.fresh, group.pointee.active)
}

/// Sets the step that takes a ramp to `target` in the 16 frames of a cell.
@inline(__always) @_noLocks @_noAllocation
func move(_ ramp: inout RampLanes, to target: SIMD16<Float>, _ aim: Aim) {
    guard aim.isLine else {
        ramp.value.replace(with: target, where: mask(aim.fresh))
        ramp.step.replace(with: SIMD16(repeating: 0), where: mask(aim.fresh))
        return
    }
    var value = multiplyAdd(ramp.step, SIMD16(repeating: 16), ramp.value)
    if aim.fresh != 0 { value.replace(with: target, where: mask(aim.fresh)) }
    ramp.value = value
    ramp.step = (target - value) * 0.0625
}

/// Carries 16 phases over the cell that was rendered.
@inline(__always) @_noLocks @_noAllocation
func advance(_ lanes: inout PhaseLanes) {
    // 16 increments and 120 ramps, without a multiplication.
    let ramp = unsigned(lanes.ramp)
    let next = lanes.increment &+ (ramp &<< 4)
    lanes.phase &+= (lanes.increment &+ next &- ramp) &<< 3
    lanes.increment = next
}

/// Sets the ramps that take 16 phases per frame to their targets by the next grid line. One that stood still takes it at once;
/// lanes that do not sound stay still.
///
/// What is left of the division by 16 frames is taken at once: less than 16 steps of 2⁻³² turns a frame.
@inline(__always) @_noLocks @_noAllocation
func move(_ lanes: inout PhaseLanes, to target: SIMD16<UInt32>, _ aim: Aim) {
    let still = SIMD16<UInt32>(repeating: 0)
    let distance = signed(target &- lanes.increment)
        .replacing(with: SIMD16(repeating: 0), where: equals(signed(lanes.increment), SIMD16(repeating: 0)))
    let ramp = distance &>> 4
    let start = target &- unsigned(ramp &<< 4)
    if aim.isLine {
        lanes.ramp = SIMD16<Int32>.zero.replacing(with: ramp, where: mask(aim.active))
        lanes.increment = still.replacing(with: start, where: mask(aim.active))
    } else {
        lanes.ramp.replace(with: ramp, where: mask(aim.fresh))
        lanes.increment.replace(with: start, where: mask(aim.fresh))
    }
}
