import KanonState

/// Filters the frames `first ..< end` of a cell, lanes across voices, and adds them to the mix.
///
/// Method: state-variable filter with trapezoidal integrators, g and k ramped by the frame and divided exactly; where 24 dB an
/// octave are asked for, a second one behind its low output. In front a saturation x(1 + u) / (1 + u + u²) with u = drive·|x|,
/// which is smooth, and nothing at a drive of 0.
///
/// Four forms, each without what it does not need: the flat loop of the first is a third of a voice's cost.
/// Source: A. Simper, "Linear Trapezoidal Integrated State Variable Filter", 2013; V. Zavalishin, "The Art of VA Filter
/// Design", 2012, ch. 4.
@inline(__always) @_noLocks @_noAllocation
func filterAndMix(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, first: Int, end: Int, _ work: Workspace,
    frames: UnsafePointer<SIMD16<Float>>
) {
    silenceInsane(group)
    guard group.pointee.fading != 0 else {
        filter(group, part, first: first, end: end, work, frames: frames)
        return
    }
    // The envelopes of voices that fade, times what is heard of them: straight from here to there, as both are.
    let (level, slope, share) = (group.pointee.amp.level, group.pointee.amp.slope, group.pointee.share)
    let count = Float(end - first)
    let after = multiplyAdd(slope, SIMD16(repeating: count), level)
    var heard = level * (share.value + Float(first) * share.step)
    var heardSlope = (after * (share.value + Float(end) * share.step) - heard) * (1 / count)
    if group.pointee.active & ~group.pointee.fading != 0 {
        let whole = mask(~group.pointee.fading)
        heard.replace(with: level, where: whole)
        heardSlope.replace(with: slope, where: whole)
    }
    group.pointee.amp.level = heard
    group.pointee.amp.slope = heardSlope
    filter(group, part, first: first, end: end, work, frames: frames)
    group.pointee.amp.level = after
    group.pointee.amp.slope = slope
}

@inline(__always) @_noLocks @_noAllocation
private func filter(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, first: Int, end: Int, _ work: Workspace,
    frames: UnsafePointer<SIMD16<Float>>
) {
    let hasDrive = part.pointee.values[VoiceTarget.drive] != 0 || part.pointee.isDue(VoiceTarget.bit(VoiceTarget.drive))
    if group.pointee.isStereo || part.pointee.steepMix != 0 || hasDrive {
        filterFull(group, part, first: first, end: end, work, frames: frames)
    } else if part.pointee.bandMix != 0 || part.pointee.highMix != 0 || part.pointee.lowMix != 1 {
        filterMono(group, part, first: first, end: end, work, frames: frames)
    } else if group.pointee.gainMoves {
        filterLowInMotion(group, first: first, end: end, work, frames: frames)
    } else {
        filterLow(group, first: first, end: end, work, frames: frames)
    }
}

/// A voice that is not finite gives nothing any more, and ends at the next grid line, alone.
@inline(__always) @_noLocks @_noAllocation
private func silenceInsane(_ group: UnsafeMutablePointer<VoiceGroup>) {
    guard isAny(powerOfState(group), notBelow: 1e12) else { return }
    let isFine = hasSaneFilters(group) .& isSane(group.pointee.amp.level) .& isSane(group.pointee.amp.slope)
    let insane = ~bitSet(isFine)
    if insane != 0 { silence(group, mask(insane)) }
}

@inline(never) @_noLocks @_noAllocation
private func silence(_ group: UnsafeMutablePointer<VoiceGroup>, _ lanes: LaneMask) {
    for index in 0..<8 { group.pointee.filterStates[index].replace(with: SIMD16(repeating: 0), where: lanes) }
    group.pointee.amp.level.replace(with: SIMD16(repeating: 0), where: lanes)
    group.pointee.amp.slope.replace(with: SIMD16(repeating: 0), where: lanes)
    // Over at the next line.
    group.pointee.amp.stage.replace(with: SIMD16(repeating: EnvelopeLanes.Stage.fade), where: lanes)
}

/// The low output alone, at gains that stand still.
@inline(never) @_noLocks @_noAllocation
private func filterLow(
    _ group: UnsafeMutablePointer<VoiceGroup>, first: Int, end: Int, _ work: Workspace,
    frames: UnsafePointer<SIMD16<Float>>
) {
    filterLow(group, first: first, end: end, work, frames: frames, inMotion: false)
}

/// The low output alone, at gains that move.
@inline(never) @_noLocks @_noAllocation
private func filterLowInMotion(
    _ group: UnsafeMutablePointer<VoiceGroup>, first: Int, end: Int, _ work: Workspace,
    frames: UnsafePointer<SIMD16<Float>>
) {
    filterLow(group, first: first, end: end, work, frames: frames, inMotion: true)
}

/// The low output alone.
///
/// Method: with D = 1 + g·(g + k) and e = x − s2 − (g + k)·s1, the band v1 = s1 + g/D·e, then s1 += 2g/D·e and s2 += 2g·v1,
/// and the low output is the mean of s2 before and after. Twice s1 and twice v1 are what is kept, which saves the doublings:
/// 15 operations a frame, and no frame waits for more than three of the one before.
@inline(__always) @_noLocks @_noAllocation
private func filterLow(
    _ group: UnsafeMutablePointer<VoiceGroup>, first: Int, end: Int, _ work: Workspace,
    frames: UnsafePointer<SIMD16<Float>>, inMotion: Bool
) {
    let half = SIMD16<Float>(repeating: 0.5)
    let tangent = group.pointee.tangent
    // Half of g + k.
    let loss = (group.pointee.tangent.value + group.pointee.damping.value) * half
    let lossStep = (group.pointee.tangent.step + group.pointee.damping.step) * half
    let left = group.pointee.left.value * half
    let right = group.pointee.right.value * half
    let leftStep = group.pointee.left.step * half
    let rightStep = group.pointee.right.step * half
    var twiceS1 = group.pointee.filterStates[0] + group.pointee.filterStates[0]
    var s2 = group.pointee.filterStates[1]
    var level = group.pointee.amp.level
    let slope = group.pointee.amp.slope
    for frame in first..<end {
        let k = SIMD16<Float>(repeating: Float(frame))
        let g = multiplyAdd(k, tangent.step, tangent.value)
        let c = multiplyAdd(k, lossStep, loss)
        let a = g / multiplyAdd(g, c, half)
        let e = subtractProduct(c, twiceS1, from: frames[frame]) - s2
        let twiceV1 = multiplyAdd(a, e, twiceS1)
        twiceS1 = multiplyAdd(a + a, e, twiceS1)
        let next = multiplyAdd(twiceV1, g, s2)
        level += slope
        let loud = (s2 + next) * level
        s2 = next
        let leftGain = inMotion ? multiplyAdd(k, leftStep, left) : left
        let rightGain = inMotion ? multiplyAdd(k, rightStep, right) : right
        work.left[frame] = multiplyAdd(loud, leftGain, work.left[frame])
        work.right[frame] = multiplyAdd(loud, rightGain, work.right[frame])
    }
    group.pointee.filterStates[0] = twiceS1 * half
    group.pointee.filterStates[1] = s2
    group.pointee.amp.level = level
}

/// Every response of one stage, at gains that move.
@inline(never) @_noLocks @_noAllocation
private func filterMono(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, first: Int, end: Int, _ work: Workspace,
    frames: UnsafePointer<SIMD16<Float>>
) {
    var filter = sideFilter(group, side: 0)
    var level = group.pointee.amp.level
    let shares = responses(part)
    for frame in first..<end {
        let c = coefficients(group, frame: frame)
        level += group.pointee.amp.slope
        let loud = next(&filter, frames[frame], c, shares) * level
        work.left[frame] = multiplyAdd(loud, at(frame, group.pointee.left), work.left[frame])
        work.right[frame] = multiplyAdd(loud, at(frame, group.pointee.right), work.right[frame])
    }
    store(filter, group, side: 0)
    group.pointee.amp.level = level
}

/// All that a voice can have: two sides, a second stage, a saturation.
@inline(never) @_noLocks @_noAllocation
private func filterFull(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, first: Int, end: Int, _ work: Workspace,
    frames: UnsafePointer<SIMD16<Float>>
) {
    let level = group.pointee.amp.level
    let isStereo = group.pointee.isStereo
    let after = filterSide(group, part, first: first, end: end, work, frames: frames, side: 0, level: level)
    if isStereo { _ = filterSide(group, part, first: first, end: end, work, frames: frames, side: 1, level: level) }
    group.pointee.amp.level = after
}

/// Returns the amp envelope's level at the end.
@inline(__always) @_noLocks @_noAllocation
private func filterSide(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, first: Int, end: Int, _ work: Workspace,
    frames: UnsafePointer<SIMD16<Float>>,
    side: Int, level: SIMD16<Float>
) -> SIMD16<Float> {
    var filter = sideFilter(group, side: side)
    var level = level
    let shares = responses(part)
    let isMono = !group.pointee.isStereo
    for frame in first..<end {
        let c = coefficients(group, frame: frame)
        let driven = saturated(frames[frame + 16 * side], group, frame: frame)
        var filtered = next(&filter, driven, c, shares)
        filtered = multiplyAdd(nextSteep(&filter, c, group, frame: frame), SIMD16(repeating: shares.steep), filtered)
        level += group.pointee.amp.slope
        let loud = filtered * level
        if isMono || side == 0 { work.left[frame] = multiplyAdd(loud, at(frame, group.pointee.left), work.left[frame]) }
        if isMono || side == 1 { work.right[frame] = multiplyAdd(loud, at(frame, group.pointee.right), work.right[frame]) }
    }
    store(filter, group, side: side)
    return level
}

@inline(__always) @_noLocks @_noAllocation
private func saturated(
    _ x: SIMD16<Float>, _ group: UnsafeMutablePointer<VoiceGroup>, frame: Int
) -> SIMD16<Float> {
    let u = magnitude(x) * at(frame, group.pointee.drive)
    let v = u + 1
    return x * at(frame, group.pointee.makeup) * v / multiplyAdd(u, u, v)
}

@inline(__always) @_noLocks @_noAllocation
private func at(_ frame: Int, _ ramp: RampLanes) -> SIMD16<Float> {
    multiplyAdd(SIMD16(repeating: Float(frame)), ramp.step, ramp.value)
}

/// How much of each response is heard.
private typealias Responses = (low: Float, band: Float, high: Float, steep: Float)

@inline(__always) @_noLocks @_noAllocation
private func responses(_ part: UnsafePointer<PartControl>) -> Responses {
    (part.pointee.lowMix, part.pointee.bandMix, part.pointee.highMix, part.pointee.steepMix)
}

/// What one frame of all filters of a group has in common.
private typealias Coefficients = (g: SIMD16<Float>, damping: SIMD16<Float>, h: SIMD16<Float>)

@inline(__always) @_noLocks @_noAllocation
private func coefficients(_ group: UnsafeMutablePointer<VoiceGroup>, frame: Int) -> Coefficients {
    let g = at(frame, group.pointee.tangent)
    let damping = at(frame, group.pointee.damping)
    return (g, damping, inverse(g, damping))
}

/// 1 / (1 + g² + g·k). Not 1 + g·(g + k): where two ramps are added, the optimiser takes the sum apart into lanes.
@inline(__always) @_noLocks @_noAllocation
private func inverse(_ g: SIMD16<Float>, _ damping: SIMD16<Float>) -> SIMD16<Float> {
    1 / multiplyAdd(g, damping, multiplyAdd(g, g, SIMD16(repeating: 1)))
}

/// The four states of the two stages of one side, and the low output of the first.
private typealias SideFilter = (
    s1: SIMD16<Float>, s2: SIMD16<Float>, s3: SIMD16<Float>, s4: SIMD16<Float>, low: SIMD16<Float>
)

@inline(__always) @_noLocks @_noAllocation
private func sideFilter(_ group: UnsafeMutablePointer<VoiceGroup>, side: Int) -> SideFilter {
    (
        group.pointee.filterStates[4 * side], group.pointee.filterStates[4 * side + 1],
        group.pointee.filterStates[4 * side + 2], group.pointee.filterStates[4 * side + 3], .zero
    )
}

@inline(__always) @_noLocks @_noAllocation
private func store(_ filter: SideFilter, _ group: UnsafeMutablePointer<VoiceGroup>, side: Int) {
    group.pointee.filterStates[4 * side] = filter.s1
    group.pointee.filterStates[4 * side + 1] = filter.s2
    group.pointee.filterStates[4 * side + 2] = filter.s3
    group.pointee.filterStates[4 * side + 3] = filter.s4
}

/// One frame of the first stage: its responses, each by its share.
@inline(__always) @_noLocks @_noAllocation
private func next(
    _ filter: inout SideFilter, _ x: SIMD16<Float>, _ c: Coefficients, _ shares: Responses
) -> SIMD16<Float> {
    let v1 = multiplyAdd(c.g * c.h, x - filter.s2, c.h * filter.s1)
    let v2 = multiplyAdd(c.g, v1, filter.s2)
    filter.s1 = v1 + v1 - filter.s1
    filter.s2 = v2 + v2 - filter.s2
    filter.low = v2
    let band = c.damping * v1
    let high = x - band - v2
    return multiplyAdd(
        SIMD16(repeating: shares.low), v2,
        multiplyAdd(SIMD16(repeating: shares.band), band, SIMD16(repeating: shares.high) * high))
}

/// One frame of the second stage: its low output, behind the first's.
@inline(__always) @_noLocks @_noAllocation
private func nextSteep(
    _ filter: inout SideFilter, _ c: Coefficients, _ group: UnsafeMutablePointer<VoiceGroup>, frame: Int
) -> SIMD16<Float> {
    let h = inverse(c.g, at(frame, group.pointee.steepDamping))
    let v1 = multiplyAdd(c.g * h, filter.low - filter.s4, h * filter.s3)
    let v2 = multiplyAdd(c.g, v1, filter.s4)
    filter.s3 = v1 + v1 - filter.s3
    filter.s4 = v2 + v2 - filter.s4
    return v2
}
