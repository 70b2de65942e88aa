import KanonState

/// A grid line of one group: carries its state over the cell that was rendered, ends the voices that are over and aims the
/// others at the next line.
@inline(never) @_noLocks @_noAllocation
func passLine(_ group: UnsafeMutablePointer<VoiceGroup>, _ parts: UnsafePointer<PartControl>, _ work: Workspace) {
    let part = parts + Int(group.pointee.part)
    group.pointee.isDrawn = false
    advanceOscillators(group, parts + Int(group.pointee.drawnPart))
    advanceLfos(group, part, work)
    endVoices(group)
    settleFilters(group, part)
    guard group.pointee.active != 0 else { return }
    aimVoices(group, part, work, aim(group, isLine: true, frame: 0))
    group.pointee.notesMove = false
    group.pointee.drawnPart = group.pointee.part
    group.pointee.fresh = 0
    group.pointee.turned = 0
}

/// Takes up the notes that began or ended within the cell, at frame `frame` of it.
@inline(never) @_noLocks @_noAllocation
func takeUpNotes(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, frame: Int
) {
    let aim = aim(group, isLine: false, frame: frame)
    if aim.fresh != 0 {
        beginLfos(group, part, work, aim)
        aimVoices(group, part, work, aim)
        stepBack(group, frames: UInt32(truncatingIfNeeded: frame), aim)
    } else {
        turnEnvelopes(group, part, lanes: group.pointee.turned, frame: frame)
    }
    group.pointee.fresh = 0
    group.pointee.turned = 0
}

@inline(__always) @_noLocks @_noAllocation
private func aimVoices(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    if aim.isLine { moveControls(group, part) }
    if part.pointee.slotCount > 0 { modulate(group, part, work) }
    aimEnvelopes(group, part, work, aim)
    aimPitch(group, part, work, aim)
    aimOscillators(group, part, work, aim)
    aimFilter(group, part, work, aim)
    aimGains(group, part, work, aim)
}

/// Wheels and pressures approach where they stand, so that their steps are not heard; glides approach their notes.
@inline(__always) @_noLocks @_noAllocation
private func moveControls(_ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>) {
    guard group.pointee.controlsMove else {
        group.pointee.wheelsMove = false
        return
    }
    // Asked before they move: the step with which they arrive is one to aim for, too.
    let bendWay = bits(group.pointee.bend) ^ bits(group.pointee.bendTarget)
    let tuningWay = bits(group.pointee.tuning) ^ bits(group.pointee.tuningTarget)
    let pitchWay = bendWay | tuningWay | bits(group.pointee.glide)
    let wheelWay = bits(group.pointee.wheel) ^ bits(group.pointee.wheelTarget)
    let pressureWay = bits(group.pointee.pressure) ^ bits(group.pointee.pressureTarget)
    let timbreWay = bits(group.pointee.timbre) ^ bits(group.pointee.timbreTarget)
    let liftWay = bits(group.pointee.lift) ^ bits(group.pointee.liftTarget)
    guard isAnySet(pitchWay | wheelWay | pressureWay | timbreWay | liftWay) else {
        group.pointee.controlsMove = false
        group.pointee.wheelsMove = false
        return
    }
    group.pointee.wheelsMove = isAnySet(pitchWay)
    let left = SIMD16<Float>(repeating: part.pointee.controlSmoothing)
    group.pointee.bend = approach(group.pointee.bend, group.pointee.bendTarget, left)
    group.pointee.wheel = approach(group.pointee.wheel, group.pointee.wheelTarget, left)
    group.pointee.pressure = approach(group.pointee.pressure, group.pointee.pressureTarget, left)
    group.pointee.timbre = approach(group.pointee.timbre, group.pointee.timbreTarget, left)
    group.pointee.tuning = approach(group.pointee.tuning, group.pointee.tuningTarget, left)
    group.pointee.lift = approach(group.pointee.lift, group.pointee.liftTarget, left)
    let glide = group.pointee.glide
    let step = group.pointee.glideStep
    group.pointee.glide = maximum(glide - step, .zero) + minimum(glide + step, .zero)
}

/// The last millionth is taken at once: rounding would keep some of it for ever, and pitches would never rest.
@inline(__always) @_noLocks @_noAllocation
private func approach(_ value: SIMD16<Float>, _ target: SIMD16<Float>, _ left: SIMD16<Float>) -> SIMD16<Float> {
    let next = multiplyAdd(value - target, left, target)
    return next.replacing(with: target, where: isBelow(magnitude(next - target), SIMD16(repeating: 1e-6)))
}

/// Silences for good the lanes that have faded out, and any that is not finite, alone.
@inline(__always) @_noLocks @_noAllocation
private func endVoices(_ group: UnsafeMutablePointer<VoiceGroup>) {
    let stage = group.pointee.amp.stage
    let level = group.pointee.amp.level
    let isEnding = (SIMD16(repeating: EnvelopeLanes.Stage.decay) &- stage) & signWhere(level, isBelow: 1e-5)
    let isEnded = (isEnding | signWhere(powerOfState(group), isNotBelow: 1e12)) & wholeMask(group.pointee.active)
    guard isAnyNegative(isEnded) else { return }
    let fadedOut = isBelow(SIMD16(repeating: EnvelopeLanes.Stage.decay), stage) .& isBelow(level, SIMD16(repeating: 1e-5))
    let ended = bitSet(fadedOut .| .!hasSaneFilters(group)) & group.pointee.active
    if ended != 0 { rest(group, ended) }
}

/// What a filter still holds long after its input ended does not fall to nothing by itself, since the last steps are rounded
/// away: below 10⁻²⁵ it is nothing.
@inline(__always) @_noLocks @_noAllocation
private func settleFilters(_ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>) {
    let grain = SIMD16<Float>(repeating: 1e-18)
    let hasSecond = part.pointee.steepMix != 0
    settle(group, first: 0, hasSecond: hasSecond, grain)
    if group.pointee.isStereo { settle(group, first: 4, hasSecond: hasSecond, grain) }
}

/// Settles one side, whose states begin at `first`.
@inline(__always) @_noLocks @_noAllocation
private func settle(_ group: UnsafeMutablePointer<VoiceGroup>, first: Int, hasSecond: Bool, _ grain: SIMD16<Float>) {
    for index in first..<first + (hasSecond ? 4 : 2) {
        group.pointee.filterStates[index] = (group.pointee.filterStates[index] + grain) - grain
    }
    // A second stage that is not heard begins at rest when it is, not where it was left.
    if !hasSecond { for index in first + 2..<first + 4 { group.pointee.filterStates[index] = .zero } }
}

/// Takes lanes out of the sound. What would drift in a lane at rest is lost to the sum if it ever overflows, so nothing moves.
@inline(never) @_noLocks @_noAllocation
private func rest(_ group: UnsafeMutablePointer<VoiceGroup>, _ bits: UInt16) {
    group.pointee.active &= ~bits
    if group.pointee.active == 0 { group.pointee.isStereo = false }
    let over = mask(bits)
    for index in 0..<8 { group.pointee.filterStates[index].replace(with: SIMD16(repeating: 0), where: over) }
    group.pointee.amp.level.replace(with: SIMD16(repeating: 0), where: over)
    group.pointee.amp.slope.replace(with: SIMD16(repeating: 0), where: over)
    group.pointee.mod.level.replace(with: SIMD16(repeating: 0), where: over)
    group.pointee.mod.slope.replace(with: SIMD16(repeating: 0), where: over)
    let oscillators = oscillatorLanes(group)
    for number in 0..<3 {
        for copy in 0..<OscillatorLanes.maximumCopies { stop(&oscillators[number].copies[copy], where: over) }
        stop(&oscillators[number].modulator, where: over)
    }
}

@inline(__always) @_noLocks @_noAllocation
private func stop(_ lanes: inout PhaseLanes, where over: LaneMask) {
    lanes.increment.replace(with: SIMD16(repeating: 0), where: over)
    lanes.ramp.replace(with: SIMD16(repeating: 0), where: over)
}

/// A cell is drawn from its line on: puts the phases there that lead to the fresh lanes' own at this frame.
@inline(__always) @_noLocks @_noAllocation
private func stepBack(_ group: UnsafeMutablePointer<VoiceGroup>, frames: UInt32, _ aim: Aim) {
    let oscillators = oscillatorLanes(group)
    let passed = SIMD16<UInt32>.zero.replacing(with: SIMD16(repeating: frames), where: mask(aim.fresh))
    for number in 0..<3 {
        for copy in 0..<OscillatorLanes.maximumCopies {
            oscillators[number].copies[copy].phase &-= passed &* oscillators[number].copies[copy].increment
        }
        oscillators[number].modulator.phase &-= passed &* oscillators[number].modulator.increment
    }
}

/// The oscillators of a group: its first member.
@inline(__always) @_noLocks @_noAllocation
func oscillatorLanes(_ group: UnsafeMutablePointer<VoiceGroup>) -> UnsafeMutablePointer<OscillatorLanes> {
    UnsafeMutableRawPointer(group).assumingMemoryBound(to: OscillatorLanes.self)
}

/// The oscillators of a part: its first member.
@inline(__always) @_noLocks @_noAllocation
func oscillatorControls(_ part: UnsafePointer<PartControl>) -> UnsafePointer<OscillatorControl> {
    UnsafeRawPointer(part).assumingMemoryBound(to: OscillatorControl.self)
}

/// The sum of the squares of all that a voice remembers of its sound: below 10¹², nothing of it is beyond what `isSane` lets pass.
@inline(__always) @_noLocks @_noAllocation
func powerOfState(_ group: UnsafeMutablePointer<VoiceGroup>) -> SIMD16<Float> {
    let (level, slope) = (group.pointee.amp.level, group.pointee.amp.slope)
    var power = multiplyAdd(level, level, slope * slope)
    for index in 0..<4 { power = multiplyAdd(group.pointee.filterStates[index], group.pointee.filterStates[index], power) }
    guard group.pointee.isStereo else { return power }
    for index in 4..<8 { power = multiplyAdd(group.pointee.filterStates[index], group.pointee.filterStates[index], power) }
    return power
}

/// Whether all that the filters remember is sane.
@inline(__always) @_noLocks @_noAllocation
func hasSaneFilters(_ group: UnsafeMutablePointer<VoiceGroup>) -> LaneMask {
    var isFine = isSane(group.pointee.filterStates[0])
    for index in 1..<(group.pointee.isStereo ? 8 : 4) { isFine = isFine .& isSane(group.pointee.filterStates[index]) }
    return isFine
}

/// Finite, and nowhere near what three oscillators through the most resonant filter can reach.
@inline(__always) @_noLocks @_noAllocation
func isSane(_ x: SIMD16<Float>) -> LaneMask {
    (x .< SIMD16(repeating: 1e6)) .& (x .> SIMD16(repeating: -1e6))
}
