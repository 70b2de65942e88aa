import KanonState

/// Draws the oscillators of one group for a whole cell, into `voices` of the workspace: a row a voice, a lane a frame. A stereo group has the rows of its right
/// side behind those of its left.
@inline(__always) @_noLocks @_noAllocation
func drawOscillators(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, steps: UnsafePointer<Float>, _ work: Workspace
) {
    for row in 0..<(group.pointee.isStereo ? 32 : 16) { work.voices[row] = .zero }
    let controls = oscillatorControls(part)
    let hasRing = part.pointee.ring != 0 || part.pointee.ringStep != 0
    if hasRing || controls[0].takesModulation || controls[1].takesModulation {
        drawTogether(group, part, steps: steps, work)
        return
    }
    for number in 0..<3 where controls[number].isRunning {
        for copy in 0..<Int(controls[number].copyCount) {
            drawAlone(group, part, number, copy, steps: steps, work)
        }
    }
}

// MARK: One by one

/// Adds one copy of one oscillator to all rows. The shapes that are played most have loops of their own, in which nothing is
/// decided.
@inline(__always) @_noLocks @_noAllocation
private func drawAlone(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, _ work: Workspace
) {
    switch oscillatorControls(part)[number].shape {
    case .saw: drawSaws(group, part, number, copy, steps: steps, work)
    case .sine: drawSines(group, part, number, copy, steps: steps, work)
    case .vortex: drawVortices(group, part, number, copy, steps: steps, work)
    default: drawOthers(group, part, number, copy, steps: steps, work)
    }
}

/// Saws in two passes: what they are between their edges, then the edges of all voices, first ones first. Edge by edge within
/// a voice, the processor would guess wrong at every other voice whether there is one.
@inline(never) @_noLocks @_noAllocation
private func drawSaws(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, _ work: Workspace
) {
    let oscillator = oscillatorLanes(group) + number
    prepareSaws(oscillator.pointee.copies[copy], into: work.saws)
    let gains = copyGains(part, number, copy)
    let isStereo = group.pointee.isStereo
    let active = group.pointee.active
    var lanes = active
    while lanes != 0 {
        let lane = lanes.trailingZeroBitCount
        lanes &= lanes &- 1
        add(sawWithoutEdges(work.saws, lane: lane), of: oscillator, gains, lane: lane, isStereo: isStereo, to: work.voices)
    }
    var edge: Float = 0
    lanes = active & lanesWithEdge(work.saws, number: 0)
    while lanes != 0 {
        while lanes != 0 {
            let lane = lanes.trailingZeroBitCount
            lanes &= lanes &- 1
            let step = sawEdge(work.saws, lane: lane, number: edge, steps: steps)
            add(SIMD16<Float>.zero - step, of: oscillator, gains, lane: lane, isStereo: isStereo, to: work.voices)
        }
        edge += 1
        lanes = active & lanesWithEdge(work.saws, number: edge)
    }
}

@inline(never) @_noLocks @_noAllocation
private func drawSines(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, _ work: Workspace
) {
    draw(.sine, group, part, number, copy, steps: steps, work)
}

@inline(never) @_noLocks @_noAllocation
private func drawVortices(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, _ work: Workspace
) {
    draw(.vortex, group, part, number, copy, steps: steps, work)
}

@inline(never) @_noLocks @_noAllocation
private func drawOthers(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, _ work: Workspace
) {
    draw(oscillatorControls(part)[number].shape, group, part, number, copy, steps: steps, work)
}

@inline(__always) @_noLocks @_noAllocation
private func draw(
    _ shape: OscillatorShape, _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int,
    _ copy: Int, steps: UnsafePointer<Float>, _ work: Workspace
) {
    let oscillator = oscillatorLanes(group) + number
    let gains = copyGains(part, number, copy)
    let isStereo = group.pointee.isStereo
    var lanes = group.pointee.active
    while lanes != 0 {
        let lane = lanes.trailingZeroBitCount
        lanes &= lanes &- 1
        let wave = oscillatorWave(
            group, part, number: number, copy: copy, lane: lane, shape: shape, isModulated: false, turns: .zero,
            steps: steps)
        add(wave, of: oscillator, gains, lane: lane, isStereo: isStereo, to: work.voices)
    }
}

/// Adds a wave to the row of its voice, or to those of both sides.
@inline(__always) @_noLocks @_noAllocation
private func add(
    _ wave: SIMD16<Float>, of oscillator: UnsafePointer<OscillatorLanes>, _ gains: (left: SIMD16<Float>, right: SIMD16<Float>),
    lane: Int, isStereo: Bool, to rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    rows[lane] = multiplyAdd(wave * gains.left, line(oscillator.pointee.left, lane), rows[lane])
    if isStereo { rows[lane + 16] = multiplyAdd(wave * gains.right, line(oscillator.pointee.right, lane), rows[lane + 16]) }
}

@inline(__always) @_noLocks @_noAllocation
private func copyGains(
    _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int
) -> (left: SIMD16<Float>, right: SIMD16<Float>) {
    let control = oscillatorControls(part) + number
    return (SIMD16(repeating: control.pointee.copyLeft[copy]), SIMD16(repeating: control.pointee.copyRight[copy]))
}

// MARK: Together

/// Draws the oscillators of each voice from the last to the first, where one modulates the next or the first two are multiplied.
@inline(never) @_noLocks @_noAllocation
private func drawTogether(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, steps: UnsafePointer<Float>, _ work: Workspace
) {
    let oscillators = oscillatorLanes(group)
    let controls = oscillatorControls(part)
    let isStereo = group.pointee.isStereo
    let rows = work.voices
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
            above = (left + right) * 0.5
            rows[lane] = multiplyAdd(isStereo ? left : above, line(oscillators[number].left, lane), rows[lane])
            if isStereo { rows[lane + 16] = multiplyAdd(right, line(oscillators[number].right, lane), rows[lane + 16]) }
            if number < 2 { ring *= above }
        }
        rows[lane] += ring
        if isStereo { rows[lane + 16] += ring }
    }
}

/// All copies of an oscillator, each at its place. Of a modulator, which nobody hears, they may stand apart in a mono group too.
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
