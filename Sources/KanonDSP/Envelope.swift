import KanonState

/// Aims 16 envelopes at their level on the next grid line, where `affected`; in between they are straight.
///
/// Method: the attack rises by a constant a cell, decay and release approach their level by a constant factor a cell
/// (exponential, given as the time for 60 dB), a fade falls by a constant.
@inline(__always) @_noLocks @_noAllocation
func aim(_ lanes: inout EnvelopeLanes, _ control: EnvelopeControl, where affected: LaneMask) {
    let level = lanes.level
    let sustain = SIMD16<Float>(repeating: control.sustain)

    let isAtTop = (level .>= SIMD16(repeating: 0.999_999)) .& isIn(EnvelopeLanes.Stage.attack, lanes.stage)
    let stage = lanes.stage.replacing(with: SIMD16(repeating: EnvelopeLanes.Stage.decay), where: isAtTop)

    let attack = minimum(level + control.attackStep, SIMD16(repeating: 1))
    let decay = multiplyAdd(level - sustain, SIMD16(repeating: control.decayFactor), sustain)
    let release = level * control.releaseFactor
    let fade = maximum(level - control.fadeStep, .zero)
    let next = attack.replacing(with: decay, where: isIn(EnvelopeLanes.Stage.decay, stage))
        .replacing(with: release, where: isIn(EnvelopeLanes.Stage.release, stage))
        .replacing(with: fade, where: isIn(EnvelopeLanes.Stage.fade, stage))

    lanes.stage.replace(with: stage, where: affected)
    lanes.slope.replace(with: (next - level) * 0.0625, where: affected)
}

// Two vectors are compared in one instruction; a vector and a number lane by lane.
@inline(__always) @_noLocks @_noAllocation
private func isIn(_ stage: Int32, _ stages: SIMD16<Int32>) -> LaneMask { stages .== SIMD16(repeating: stage) }

/// The levels that 16 envelopes reach on the next grid line.
@inline(__always) @_noLocks @_noAllocation
func levelAtNextLine(_ lanes: borrowing EnvelopeLanes) -> SIMD16<Float> {
    multiplyAdd(lanes.slope, SIMD16(repeating: 16), lanes.level)
}
