import KanonState

/// Draws the oscillators of one group for a whole cell: a frame a row, a voice a lane. A stereo group has the rows of its right
/// side behind those of its left.
///
/// Method: a voice's frames are drawn into a row of its own, and turned in the end. What saws are between their edges is a
/// polynomial a voice, which is never drawn in rows.
@inline(__always) @_noLocks @_noAllocation
func drawOscillators(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, steps: UnsafePointer<Float>, _ work: Workspace,
    into frames: UnsafeMutablePointer<SIMD16<Float>>
) {
    let controls = oscillatorControls(part)
    let hasRing = part.pointee.ring != 0 || part.pointee.ringStep != 0
    let isTogether = hasRing || controls[0].takesModulation || controls[1].takesModulation
    let hasSaws = !isTogether && (isSaw(controls[0]) || isSaw(controls[1]) || isSaw(controls[2]))
    var hasRows = false
    if hasSaws { for row in 0..<(group.pointee.isStereo ? 8 : 4) { work.sawLines[row] = .zero } }
    if isTogether {
        clearRows(group, work, &hasRows)
        drawTogether(group, part, steps: steps, work)
    } else {
        for number in 0..<3 where controls[number].isRunning {
            for copy in 0..<Int(controls[number].copyCount) {
                drawAlone(group, part, number, copy, steps: steps, work, &hasRows)
            }
        }
    }
    turnRows(work, side: 0, into: frames, hasRows: hasRows, hasSaws: hasSaws)
    if group.pointee.isStereo { turnRows(work, side: 1, into: frames + 16, hasRows: hasRows, hasSaws: hasSaws) }
}

@inline(__always) @_noLocks @_noAllocation
private func isSaw(_ control: borrowing OscillatorControl) -> Bool {
    control.isRunning ? control.shape.isSame(as: .saw) : false
}

/// The rows are cleared when something is to be drawn in them, and not turned if nothing was.
@inline(__always) @_noLocks @_noAllocation
private func clearRows(_ group: UnsafeMutablePointer<VoiceGroup>, _ work: Workspace, _ hasRows: inout Bool) {
    guard !hasRows else { return }
    for row in 0..<(group.pointee.isStereo ? 32 : 16) { work.voices[row] = .zero }
    hasRows = true
}

@inline(__always) @_noLocks @_noAllocation
private func turnRows(
    _ work: Workspace, side: Int, into frames: UnsafeMutablePointer<SIMD16<Float>>, hasRows: Bool, hasSaws: Bool
) {
    if hasRows { transpose(work.voices + 16 * side, into: frames) }
    if hasSaws {
        if hasRows {
            drawSawLine(work.sawLines + 4 * side, to: frames, adds: true)
        } else {
            drawSawLine(work.sawLines + 4 * side, to: frames, adds: false)
        }
    } else if !hasRows {
        for frame in 0..<16 { frames[frame] = .zero }
    }
}

// MARK: One by one

/// Adds one copy of one oscillator. The shapes that are played most have loops of their own, in which nothing is decided.
@inline(__always) @_noLocks @_noAllocation
private func drawAlone(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, _ work: Workspace, _ hasRows: inout Bool
) {
    let shape = oscillatorControls(part)[number].shape
    if shape.isSame(as: .saw) { return drawSaws(group, part, number, copy, steps: steps, work, &hasRows) }
    clearRows(group, work, &hasRows)
    switch shape {
    case .sine: drawSines(group, part, number, copy, steps: steps, work)
    case .vortex: drawVortices(group, part, number, copy, steps: steps, work)
    default: drawOthers(group, part, number, copy, steps: steps, work)
    }
}

/// Saws in two passes: what they are between their edges, lanes across voices, then the edges of all voices, first ones first.
/// Edge by edge within a voice, the processor would guess wrong at every other voice whether there is one.
@inline(never) @_noLocks @_noAllocation
private func drawSaws(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int,
    steps: UnsafePointer<Float>, _ work: Workspace, _ hasRows: inout Bool
) {
    let oscillator = oscillatorLanes(group) + number
    let control = oscillatorControls(part) + number
    let isStereo = group.pointee.isStereo
    let active = group.pointee.active
    prepareSaws(oscillator.pointee.copies[copy], into: work.saws)
    addSaws(oscillator.pointee.left, control.pointee.copyLeft[copy], active, work, SawRow.leftGain, to: work.sawLines)
    if isStereo {
        addSaws(oscillator.pointee.right, control.pointee.copyRight[copy], active, work, SawRow.rightGain, to: work.sawLines + 4)
    }
    var later: Float = 0
    var lanes = active & lanesWithEdge(work.saws, later: 0)
    if lanes != 0 { clearRows(group, work, &hasRows) }
    while lanes != 0 {
        while lanes != 0 {
            let lane = lanes.trailingZeroBitCount
            lanes &= lanes &- 1
            let step = sawEdge(work.saws, lane: lane, later: later, steps: steps)
            let rows = work.voices + lane
            rows[0] = subtractProduct(step, edgeGain(work.saws + SawRow.leftGain, lane), from: rows[0])
            if isStereo { rows[16] = subtractProduct(step, edgeGain(work.saws + SawRow.rightGain, lane), from: rows[16]) }
        }
        later += 2
        lanes = active & lanesWithEdge(work.saws, later: later)
    }
}

/// Adds what saws are between their edges, and leaves the gains of these in two rows.
@inline(__always) @_noLocks @_noAllocation
private func addSaws(
    _ ramp: RampLanes, _ share: Float, _ active: UInt16, _ work: Workspace, _ row: Int, to line: UnsafeMutablePointer<SIMD16<Float>>
) {
    let gain = sawGain(ramp, share, lanes: active)
    work.saws[row] = gain.middle
    work.saws[row + 1] = gain.step
    addSawLine(work.saws, gain, to: line)
}

/// The gain of one lane in the frames of a cell.
@inline(__always) @_noLocks @_noAllocation
private func edgeGain(_ rows: UnsafePointer<SIMD16<Float>>, _ lane: Int) -> SIMD16<Float> {
    let values = UnsafeRawPointer(rows).assumingMemoryBound(to: Float.self) + lane
    return multiplyAdd(framesFromMiddle, SIMD16(repeating: values[16]), SIMD16(repeating: values[0]))
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
            group, part, number: number, copy: copy, lane: lane, shape: shape, isModulated: false, modulates: false, turns: .zero,
            steps: steps)
        add(wave, of: oscillator, gains, lane: lane, isStereo: isStereo, to: work.voices)
    }
}

/// Adds a wave to the row of its voice, or to those of both sides.
@inline(__always) @_noLocks @_noAllocation
private func add(
    _ wave: SIMD16<Float>, of oscillator: UnsafePointer<OscillatorLanes>, _ gains: (left: Float, right: Float),
    lane: Int, isStereo: Bool, to rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    rows[lane] = multiplyAdd(wave, line(oscillator.pointee.left, lane, times: gains.left), rows[lane])
    guard isStereo else { return }
    rows[lane + 16] = multiplyAdd(wave, line(oscillator.pointee.right, lane, times: gains.right), rows[lane + 16])
}

@inline(__always) @_noLocks @_noAllocation
private func copyGains(
    _ part: UnsafePointer<PartControl>, _ number: Int, _ copy: Int
) -> (left: Float, right: Float) {
    let control = oscillatorControls(part) + number
    return (control.pointee.copyLeft[copy], control.pointee.copyRight[copy])
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
            group, part, number: number, copy: copy, lane: lane, shape: control.pointee.shape, isModulated: isModulated, modulates: true,
            turns: turns, steps: steps)
        left = multiplyAdd(wave, SIMD16(repeating: control.pointee.copyLeft[copy]), left)
        right = multiplyAdd(wave, SIMD16(repeating: control.pointee.copyRight[copy]), right)
    }
    return (left, right)
}
