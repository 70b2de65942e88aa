import KanonState

/// Aims the two envelopes of a group at their levels on the next grid line.
@inline(__always) @_noLocks @_noAllocation
func aimEnvelopes(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    let ampBits = VoiceTarget.bits(from: VoiceTarget.ampAttack, count: 4)
    if aim.fresh != 0 || aim.isAll || part.pointee.isDue(ampBits) {
        setFactors(&group.pointee.amp, part.pointee.amp, first: VoiceTarget.ampAttack, part, work)
    }
    let modBits = VoiceTarget.bits(from: VoiceTarget.modAttack, count: 4)
    if aim.fresh != 0 || aim.isAll || part.pointee.isDue(modBits) {
        setFactors(&group.pointee.mod, part.pointee.mod, first: VoiceTarget.modAttack, part, work)
    }
    if aim.isLine {
        advance(&group.pointee.amp, part.pointee.amp)
        group.pointee.mod.level = levelAtNextLine(group.pointee.mod)
        advance(&group.pointee.mod, part.pointee.mod)
    } else {
        turnEnvelopes(group, part, lanes: group.pointee.fresh | group.pointee.turned, frame: aim.frame)
    }
}

/// Aims the envelopes of `lanes`, a bit each, that turned at frame `frame` of the cell.
@inline(__always) @_noLocks @_noAllocation
func turnEnvelopes(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, lanes: UInt16, frame: Int
) {
    let turned = mask(lanes)
    advance(&group.pointee.amp, part.pointee.amp, where: turned)
    // The mod envelope is kept as the line's value: put it there so that the new slope leads through where it is now.
    let passed = SIMD16<Float>(repeating: Float(frame))
    let now = multiplyAdd(group.pointee.mod.slope, passed, group.pointee.mod.level)
    group.pointee.mod.level.replace(with: now.replacing(with: SIMD16(repeating: 0), where: mask(group.pointee.fresh)), where: turned)
    advance(&group.pointee.mod, part.pointee.mod, where: turned)
    let line = multiplyAdd(group.pointee.mod.slope, SIMD16<Float>.zero - passed, group.pointee.mod.level)
    group.pointee.mod.level.replace(with: line, where: turned)
}

/// What is left after a cell, from times in cells: `first` is the attack, and decay, sustain and release follow.
@inline(__always) @_noLocks @_noAllocation
private func setFactors(
    _ lanes: inout EnvelopeLanes, _ control: EnvelopeControl, first: Int, _ part: UnsafePointer<PartControl>, _ work: Workspace
) {
    // A time of less than a cell ends with the cell.
    let attack = maximum(modulatedByOctaves(first, part, work), SIMD16(repeating: 1))
    lanes.attackFactor = exponential2(SIMD16(repeating: control.bend * -1.442_695) / attack)
    // −60 dB are 2 to the power of −9.97.
    lanes.decayFactor = exponential2(SIMD16(repeating: -9.965_784) / modulatedByOctaves(first + 1, part, work))
    lanes.sustain = minimum(maximum(modulated(first + 2, part, work), .zero), SIMD16(repeating: 1))
    // A release that took hours would be lost to rounding, and never end.
    lanes.releaseFactor = minimum(
        exponential2(SIMD16(repeating: -9.965_784) / modulatedByOctaves(first + 3, part, work)), SIMD16(repeating: 0.999_998))
}

/// Aims 16 envelopes at their level on the next grid line; in between they are straight.
///
/// Method: attack, decay and release cover a constant share of their way each cell (the attack's heads for a level above full,
/// as a charging capacitor cut off, or bends the other way). A fade takes a greater share from cell to cell, beginning with what the
/// level lost before, so that nothing above 12 kHz is heard of its begin.
@inline(__always) @_noLocks @_noAllocation
private func advance(_ lanes: inout EnvelopeLanes, _ control: EnvelopeControl) {
    let (stage, slope) = next(lanes, control)
    lanes.stage = stage
    lanes.slope = slope
}

/// The same for the lanes `affected` alone.
@inline(__always) @_noLocks @_noAllocation
private func advance(_ lanes: inout EnvelopeLanes, _ control: EnvelopeControl, where affected: LaneMask) {
    let (stage, slope) = next(lanes, control)
    lanes.stage.replace(with: stage, where: affected)
    lanes.slope.replace(with: slope, where: affected)
}

@inline(__always) @_noLocks @_noAllocation
private func next(_ lanes: borrowing EnvelopeLanes, _ control: EnvelopeControl) -> (SIMD16<Int32>, SIMD16<Float>) {
    let level = lanes.level
    let isAtTop = isBelow(SIMD16(repeating: 0.999_998_9), level) .& equals(lanes.stage, SIMD16(repeating: EnvelopeLanes.Stage.attack))
    let stage = lanes.stage.replacing(with: SIMD16(repeating: EnvelopeLanes.Stage.decay), where: isAtTop)
    let top = SIMD16<Float>(repeating: control.top)
    let attack = minimum(multiplyAdd(level - top, lanes.attackFactor, top), SIMD16(repeating: 1))
    let decay = multiplyAdd(level - lanes.sustain, lanes.decayFactor, lanes.sustain)
    let release = level * lanes.releaseFactor
    let before = maximum(level - lanes.slope * 16, SIMD16(repeating: 1e-9))
    let lost = maximum((before - level) / before, .zero)
    let loss = minimum(
        multiplyAdd(lost, SIMD16(repeating: control.fadeGrowth), SIMD16(repeating: control.fadeStart)), SIMD16(repeating: control.fadeMost))
    let fade = level - level * loss
    let next = attack.replacing(with: decay, where: equals(stage, SIMD16(repeating: EnvelopeLanes.Stage.decay)))
        .replacing(with: release, where: equals(stage, SIMD16(repeating: EnvelopeLanes.Stage.release)))
        .replacing(with: fade, where: equals(stage, SIMD16(repeating: EnvelopeLanes.Stage.fade)))
    return (stage, (next - level) * SIMD16(repeating: 0.0625))
}

/// The levels that 16 envelopes reach on the next grid line.
@inline(__always) @_noLocks @_noAllocation
func levelAtNextLine(_ lanes: borrowing EnvelopeLanes) -> SIMD16<Float> {
    multiplyAdd(lanes.slope, SIMD16(repeating: 16), lanes.level)
}
