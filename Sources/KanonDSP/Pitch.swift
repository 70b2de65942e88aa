import KanonState

/// Carries the oscillators that were drawn over the cell.
@inline(__always) @_noLocks @_noAllocation
func advanceOscillators(_ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>) {
    let oscillators = oscillatorLanes(group)
    let controls = oscillatorControls(part)
    for number in 0..<3 where group.pointee.running & (1 &<< UInt8(truncatingIfNeeded: number)) != 0 {
        for copy in 0..<Int(controls[number].copyCount) { advance(&oscillators[number].copies[copy]) }
        guard usesModulator(controls[number].shape) else { continue }
        advance(&oscillators[number].modulator)
        guard case .vortex = controls[number].shape else { continue }
        // Of the voices that sounded in it: others have no increment that stands still.
        oscillators[number].morphPhase &+= SIMD16<UInt32>.zero.replacing(
            with: SIMD16(repeating: controls[number].morphIncrement), where: mask(group.pointee.active & ~group.pointee.fresh))
    }
}

/// Aims the oscillators at the frequencies that key, glide, wheels, vibrato and modulation ask for.
@inline(__always) @_noLocks @_noAllocation
func aimPitch(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    let running = runningOscillators(part)
    let own = VoiceTarget.bit(VoiceTarget.pitch) | pitchBits(0) | pitchBits(1) | pitchBits(2)
    let isMoving =
        part.pointee.isDue(own) || aim.isAll || group.pointee.notesMove || group.pointee.wheelsMove
        || running != group.pointee.running || part.pointee.vibrato != 0
        || (part.pointee.wheelVibrato != 0 || group.pointee.hasChannelTuning) && bitSet(differs(group.pointee.wheel, .zero)) != 0
    guard isMoving || group.pointee.pitchMoves || aim.fresh != 0 else { return }
    if aim.isLine { group.pointee.pitchMoves = isMoving }

    var bendRange = SIMD16(repeating: part.pointee.bendRange)
    var wheelVibrato = SIMD16(repeating: part.pointee.wheelVibrato)
    var octaves = modulated(VoiceTarget.pitch, part, work) + group.pointee.glide
    if group.pointee.hasChannelTuning {
        // What a channel was not told is the sound's to say.
        let ranges = group.pointee.bendRange
        bendRange = ranges.replacing(with: bendRange, where: isBelow(ranges, .zero))
        let depths = group.pointee.wheelRange
        wheelVibrato = (depths * part.pointee.vibratoWave).replacing(with: wheelVibrato, where: isBelow(depths, .zero))
        octaves += group.pointee.tuning
    }
    octaves += multiplyAdd(
        group.pointee.wheel, wheelVibrato,
        multiplyAdd(group.pointee.bend, bendRange, SIMD16(repeating: part.pointee.vibrato)))
    let bent = group.pointee.noteIncrement * doubles(exponential2(octaves))
    let oscillators = oscillatorLanes(group)
    let controls = oscillatorControls(part)
    for number in 0..<3 where running & (1 &<< UInt8(truncatingIfNeeded: number)) != 0 {
        var frequency = bent
        let pitch = VoiceTarget.oscillator(number, VoiceTarget.Oscillator.pitch)
        if part.pointee.modulated & VoiceTarget.bit(pitch) != 0 { frequency *= doubles(exponential2(work.offsets[pitch])) }
        aimCopies(oscillators + number, controls + number, frequency, aim)
        guard usesModulator(controls[number].shape) else { continue }
        var modulator = frequency * (controls[number].ratio * controls[number].modulatorRatio)
        let target = VoiceTarget.oscillator(number, VoiceTarget.Oscillator.modulator)
        if part.pointee.modulated & VoiceTarget.bit(target) != 0 { modulator *= doubles(exponential2(work.offsets[target])) }
        move(&oscillators[number].modulator, to: increments(modulator), aim)
    }
    group.pointee.running = running
}

@inline(__always) @_noLocks @_noAllocation
private func aimCopies(
    _ lanes: UnsafeMutablePointer<OscillatorLanes>, _ control: UnsafePointer<OscillatorControl>,
    _ frequency: SIMD16<Double>, _ aim: Aim
) {
    for copy in 0..<Int(control.pointee.copyCount) {
        let ratio = control.pointee.ratio * control.pointee.copyRatios[copy]
        move(&lanes.pointee.copies[copy], to: increments(frequency * ratio), aim)
    }
}

@inline(__always) @_noLocks @_noAllocation
private func pitchBits(_ number: Int) -> UInt64 {
    VoiceTarget.bit(VoiceTarget.oscillator(number, VoiceTarget.Oscillator.pitch))
        | VoiceTarget.bit(VoiceTarget.oscillator(number, VoiceTarget.Oscillator.modulator))
}

/// The oscillators that are drawn, a bit each.
@inline(__always) @_noLocks @_noAllocation
func runningOscillators(_ part: UnsafePointer<PartControl>) -> UInt8 {
    let controls = oscillatorControls(part)
    return (controls[0].isRunning ? 1 : 0) | (controls[1].isRunning ? 2 : 0) | (controls[2].isRunning ? 4 : 0)
}

/// Whether a shape has a second phase.
@inline(__always) @_noLocks @_noAllocation
private func usesModulator(_ shape: OscillatorShape) -> Bool {
    switch shape {
    case .vortex, .drawbars: true
    default: false
    }
}

/// Whole phases per frame, at most 0.45 turns: adding 2⁵² rounds and leaves the number in the low bits.
@inline(__always) @_noLocks @_noAllocation
func increments(_ x: SIMD16<Double>) -> SIMD16<UInt32> {
    let shifted = x + SIMD16(repeating: 4_503_599_627_370_496)
    let greatest = SIMD16<Double>(repeating: 4_503_599_627_370_496 + 1_932_735_283)
    return lowWords(shifted.replacing(with: greatest, where: shifted .> greatest))
}
