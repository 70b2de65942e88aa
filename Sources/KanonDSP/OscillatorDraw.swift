import KanonState

/// Draws the oscillators of one group for a whole cell: a row a voice, a lane a frame. A stereo group has the rows of its right
/// side behind those of its left.
@inline(__always) @_noLocks @_noAllocation
func drawOscillators(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, steps: UnsafePointer<Float>,
    into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    for row in 0..<(group.pointee.isStereo ? 32 : 16) { rows[row] = .zero }
    let controls = oscillatorControls(part)
    let hasRing = part.pointee.ring != 0 || part.pointee.ringStep != 0
    if hasRing || controls[0].takesModulation || controls[1].takesModulation {
        drawTogether(group, part, steps: steps, into: rows)
        return
    }
    for number in 0..<3 where controls[number].isRunning {
        for copy in 0..<Int(controls[number].copyCount) {
            drawAlone(group, part, number, copy, steps: steps, into: rows)
        }
    }
}

// MARK: One by one

/// Adds one copy of one oscillator to all rows. The shapes that are played most have loops of their own, in which nothing is
/// decided.
@inline(__always) @_noLocks @_noAllocation
private func drawAlone(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    switch oscillatorControls(part)[number].shape {
    case OscillatorControl.Shape.saw: drawSaws(group, part, number, copy, steps: steps, into: rows)
    case OscillatorControl.Shape.sine: drawSines(group, part, number, copy, steps: steps, into: rows)
    case OscillatorControl.Shape.vortex: drawVortices(group, part, number, copy, steps: steps, into: rows)
    default: drawOthers(group, part, number, copy, steps: steps, into: rows)
    }
}

@inline(never) @_noLocks @_noAllocation
private func drawSaws(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    draw(OscillatorControl.Shape.saw, group, part, number, copy, steps: steps, into: rows)
}

@inline(never) @_noLocks @_noAllocation
private func drawSines(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    draw(OscillatorControl.Shape.sine, group, part, number, copy, steps: steps, into: rows)
}

@inline(never) @_noLocks @_noAllocation
private func drawVortices(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    draw(OscillatorControl.Shape.vortex, group, part, number, copy, steps: steps, into: rows)
}

@inline(never) @_noLocks @_noAllocation
private func drawOthers(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    draw(oscillatorControls(part)[number].shape, group, part, number, copy, steps: steps, into: rows)
}

@inline(__always) @_noLocks @_noAllocation
private func draw(
    _ shape: Int32, _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int,
    _ copy: Int, steps: UnsafePointer<Float>, into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    let oscillator = oscillatorLanes(group) + number
    let left = SIMD16<Float>(repeating: oscillatorControls(part)[number].copyLeft[copy])
    let right = SIMD16<Float>(repeating: oscillatorControls(part)[number].copyRight[copy])
    let isStereo = group.pointee.isStereo
    var lanes = group.pointee.active
    while lanes != 0 {
        let lane = lanes.trailingZeroBitCount
        lanes &= lanes &- 1
        let wave = oscillatorWave(
            group, part, number: number, copy: copy, lane: lane, shape: shape, isModulated: false, turns: .zero,
            steps: steps)
        rows[lane] = multiplyAdd(wave * left, line(oscillator.pointee.left, lane), rows[lane])
        if isStereo { rows[lane + 16] = multiplyAdd(wave * right, line(oscillator.pointee.right, lane), rows[lane + 16]) }
    }
}

// MARK: Together

/// Draws the oscillators of each voice from the last to the first, where one modulates the next or the first two are multiplied.
@inline(never) @_noLocks @_noAllocation
private func drawTogether(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, steps: UnsafePointer<Float>,
    into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    let oscillators = oscillatorLanes(group)
    let controls = oscillatorControls(part)
    let isStereo = group.pointee.isStereo
    let ringGain = multiplyAdd(
        framesFromMiddle, SIMD16(repeating: part.pointee.ringStep),
        SIMD16(repeating: part.pointee.ring + 7.5 * part.pointee.ringStep))
    var lanes = group.pointee.active
    while lanes != 0 {
        let lane = lanes.trailingZeroBitCount
        lanes &= lanes &- 1
        var above = SIMD16<Float>.zero
        var ring = ringGain
        var number = 3
        while number > 0 {
            number &-= 1
            guard controls[number].isRunning else {
                above = .zero
                if number < 2 { ring = .zero }
                continue
            }
            let (left, right) = copies(group, part, number, lane: lane, modulator: above, steps: steps)
            rows[lane] = multiplyAdd(left, line(oscillators[number].left, lane), rows[lane])
            if isStereo { rows[lane + 16] = multiplyAdd(right, line(oscillators[number].right, lane), rows[lane + 16]) }
            above = isStereo ? (left + right) * 0.5 : left
            if number < 2 { ring *= above }
        }
        rows[lane] += ring
        if isStereo { rows[lane + 16] += ring }
    }
}

/// All copies of an oscillator, each at its place; of a mono group left and right are the same.
@inline(__always) @_noLocks @_noAllocation
private func copies(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, lane: Int,
    modulator: SIMD16<Float>, steps: UnsafePointer<Float>
) -> (SIMD16<Float>, SIMD16<Float>) {
    let control = oscillatorControls(part) + number
    let isModulated = control.pointee.takesModulation
    let turns = isModulated ? modulator * line(oscillatorLanes(group)[number].index, lane) : .zero
    var left = SIMD16<Float>.zero
    var right = SIMD16<Float>.zero
    for copy in 0..<Int(control.pointee.copyCount) {
        let wave = oscillatorWave(
            group, part, number: number, copy: copy, lane: lane, shape: control.pointee.shape, isModulated: isModulated,
            turns: turns, steps: steps)
        left = multiplyAdd(wave, SIMD16(repeating: control.pointee.copyLeft[copy]), left)
        right = multiplyAdd(wave, SIMD16(repeating: control.pointee.copyRight[copy]), right)
    }
    return (left, right)
}
