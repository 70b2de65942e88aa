import KanonState

/// Aims what the oscillators have besides their pitch: level, place, width, depth, index, sync.
@inline(__always) @_noLocks @_noAllocation
func aimOscillators(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    if part.pointee.isStereo && !group.pointee.isStereo { openStereo(group) }
    let controls = oscillatorControls(part)
    for number in 0..<3 where controls[number].isRunning {
        let bit: UInt8 = 1 &<< UInt8(truncatingIfNeeded: number)
        let targets = VoiceTarget.bits(
            from: VoiceTarget.oscillator(number, 0), count: VoiceTarget.Oscillator.count)
        let isMoving = part.pointee.isDue(targets) || aim.isAll || isSweeping(controls[number].shape)
        guard isMoving || group.pointee.oscillatorsMove & bit != 0 || aim.fresh != 0 else { continue }
        if aim.isLine {
            group.pointee.oscillatorsMove = group.pointee.oscillatorsMove & ~bit | (isMoving ? bit : 0)
        }
        aimOscillator(group, part, work, aim, number)
    }
}

@inline(__always) @_noLocks @_noAllocation
private func aimOscillator(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim,
    _ number: Int
) {
    let lanes = oscillatorLanes(group) + number
    let control = oscillatorControls(part) + number
    let first = VoiceTarget.oscillator(number, 0)
    let level = maximum(modulated(first + VoiceTarget.Oscillator.level, part, work), .zero)
    if group.pointee.isStereo {
        let place = modulated(first + VoiceTarget.Oscillator.pan, part, work)
        move(&lanes.pointee.left, to: level * equalPowerGain(1 - place), aim)
        move(&lanes.pointee.right, to: level * equalPowerGain(1 + place), aim)
    } else {
        move(&lanes.pointee.left, to: level, aim)
    }
    if control.pointee.takesModulation {
        move(&lanes.pointee.index, to: modulated(first + VoiceTarget.Oscillator.index, part, work), aim)
    }
    switch control.pointee.shape {
    case .pulse:
        let width = modulated(first + VoiceTarget.Oscillator.width, part, work)
        move(&lanes.pointee.width, to: minimum(maximum(width, SIMD16(repeating: 0.02)), SIMD16(repeating: 0.98)), aim)
    case .sync:
        let ratio = modulatedByOctaves(first + VoiceTarget.Oscillator.sync, part, work)
        move(&lanes.pointee.sync, to: minimum(maximum(ratio, SIMD16(repeating: 1)), SIMD16(repeating: 16)), aim)
    case .vortex:
        let morph = sine(lanes.pointee.morphPhase &+ SIMD16(repeating: control.pointee.morphIncrement))
        move(&lanes.pointee.depth, to: morph * modulated(first + VoiceTarget.Oscillator.intensity, part, work), aim)
    case .fold:
        move(&lanes.pointee.depth, to: maximum(modulated(first + VoiceTarget.Oscillator.intensity, part, work), .zero), aim)
    default: break
    }
}

/// Whether a shape moves although nothing moves it.
@inline(__always) @_noLocks @_noAllocation
private func isSweeping(_ shape: OscillatorShape) -> Bool {
    if case .vortex = shape { true } else { false }
}

/// From here on the group's voices have a filter a side: the right one begins where the left one is.
@inline(never) @_noLocks @_noAllocation
private func openStereo(_ group: UnsafeMutablePointer<VoiceGroup>) {
    group.pointee.isStereo = true
    for index in 0..<4 { group.pointee.filterStates[index + 4] = group.pointee.filterStates[index] }
    let oscillators = oscillatorLanes(group)
    for number in 0..<3 { oscillators[number].right = oscillators[number].left }
}

/// The gain of one side for sounds at `nearness` 0…2 to it, clamped: 0, 1 and √2, equal power in between.
@inline(__always) @_noLocks @_noAllocation
func equalPowerGain(_ nearness: SIMD16<Float>) -> SIMD16<Float> {
    let bounded = minimum(maximum(nearness, .zero), SIMD16(repeating: 2))
    return sineOfHalfTurns(bounded * 0.25) * 1.414_213_6
}
