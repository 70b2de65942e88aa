import KanonState

/// Keeps the true peak of both outputs below −0.1 dB of full scale, 16 frames late.
///
/// Input: any samples; those that are not finite or above 10⁶ count as 0. Output: the input of `LimiterState.delayFrames`
/// frames before, bit by bit as long as its true peak stays below −0.4 dB; otherwise both sides times the same gain.
///
/// Method: the true peak is what a meter after ITU-R BS.1770 reads, four times oversampled by a filter of 12 taps. A peak is
/// held for 12.5…25 ms, so that a steady sound of 40 Hz or more is scaled, not bent, and then forgotten with a time constant
/// of 0.15 s. The gain is the mean of 8 frames of −0.4 dB / peak.
///
/// Why 16 frames: the meter sees a peak 6 frames after its middle, and a peak is safe if the gain has come down before the
/// first of the frames that make it up, 5 before: 11, and 5 of the 8 over which the gain slides, for the outermost taps count
/// little. The peak left over the aim, of the worst of 1500 patterns made to break it: 0 frames 15 dB, 4 frames 4 dB, 8 frames
/// 0.6 dB with a gain that jumps, 16 frames 0.14 dB with one that slides, 24 frames 0.08 dB. The aim lies 0.3 dB below the
/// promise for that. At 48 kHz the delay is a third of a millisecond: 11 cm of air.
///
/// Exact under any split: a step of 16 frames is computed from its begin as often as a block ends within it, and a frame's
/// gain depends on earlier frames alone.
///
/// Source: ITU-R BS.1770-4, "Algorithms to measure audio programme loudness and true-peak audio level", annex 2, 2015.
/// Measured: "no true peak rises above −0.1 dB of full scale": noise bursts, squares near half the rate, 64 saws that start at
/// once and full scale before sudden overloads stay below −0.36 dB.
@_noLocks @_noAllocation
public func limit(
    _ state: UnsafeMutablePointer<LimiterState>, left: UnsafeMutablePointer<Float>,
    right: UnsafeMutablePointer<Float>, count: Int
) {
    var done = 0
    while done < count {
        let first = Int(state.pointee.frame)
        let end = min(first &+ count &- done, 16)
        limitStep(state, left: left + done, right: right + done, first: first, end: end)
        done &+= end &- first
    }
}

/// The aim, −0.4 dB of full scale.
@inline(__always) private var ceiling: Float { @_noLocks @_noAllocation get { 0.954_992_6 } }

/// Limits the frames `first ..< end` of a step.
@inline(__always) @_noLocks @_noAllocation
private func limitStep(
    _ state: UnsafeMutablePointer<LimiterState>, left: UnsafeMutablePointer<Float>,
    right: UnsafeMutablePointer<Float>, first: Int, end: Int
) {
    let newLeft = load(left, into: state.pointee.left, first: first, end: end)
    let newRight = load(right, into: state.pointee.right, first: first, end: end)
    let oldLeft = state.pointee.leftBefore
    let oldRight = state.pointee.rightBefore

    // No interpolated sample is greater than the sum of the filter's taps times the greatest sample.
    let loudest = maximum(
        maximum(magnitude(newLeft), magnitude(newRight)), maximum(magnitude(oldLeft), magnitude(oldRight)))
    let peak = state.pointee.peak
    var running = SIMD16<Float>(repeating: peak)
    if isAny(loudest, above: ceiling / 2.03) {
        let peaks = maximum(truePeaks(newLeft, oldLeft), truePeaks(newRight, oldRight))
        if isAny(peaks, above: peak) { running = runningMaximum(maximum(peaks, running)) }
        if end == 16 { state.pointee.held = max(state.pointee.held, greatest(of: peaks)) }
    }
    let aim = SIMD16<Float>(repeating: ceiling)
    let gains = aim / maximum(running, aim)
    let gain = meanOf8(gains, state.pointee.gainsBefore)
    store(oldLeft * gain, to: left, first: first, end: end)
    store(oldRight * gain, to: right, first: first, end: end)

    guard end == 16 else {
        state.pointee.left = newLeft
        state.pointee.right = newRight
        state.pointee.frame = Int32(truncatingIfNeeded: end)
        return
    }
    state.pointee.left = .zero
    state.pointee.right = .zero
    state.pointee.leftBefore = newLeft
    state.pointee.rightBefore = newRight
    state.pointee.gainsBefore = gains
    state.pointee.frame = 0
    passStep(state, peak: running[15])
}

/// Lets the peak fall, though not below what is held.
@inline(__always) @_noLocks @_noAllocation
private func passStep(_ state: UnsafeMutablePointer<LimiterState>, peak: Float) {
    state.pointee.steps &+= 1
    if state.pointee.steps >= state.pointee.holdSteps {
        state.pointee.steps = 0
        state.pointee.heldBefore = state.pointee.held
        state.pointee.held = 0
    }
    let held = max(state.pointee.held, state.pointee.heldBefore)
    let fallen = max(peak * state.pointee.decay, held)
    // Far below the ceiling it counts for nothing, and would end in denormal numbers.
    state.pointee.peak = fallen > 0.001 ? fallen : 0
}

/// The mean of each gain and the 7 before it; exactly 1 where all are.
@inline(__always) @_noLocks @_noAllocation
private func meanOf8(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
    let early = Earlier.by4(new, old) + Earlier.by5(new, old) + (Earlier.by6(new, old) + Earlier.by7(new, old))
    let late = new + Earlier.by1(new, old) + (Earlier.by2(new, old) + Earlier.by3(new, old))
    return (early + late) * 0.125
}

/// The true peak around each of 16 frames, from its 11 predecessors and itself; or the sample itself, if that is greater.
///
/// Method: of the filter's four phases two mirror the other two. With the sums and differences of mirrored samples, a phase
/// and its mirror image are even ± odd part, and the greater of both is |even| + |odd|.
@inline(never) @_noLocks @_noAllocation
private func truePeaks(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
    var parts: PhaseParts = (.zero, .zero, .zero, .zero)
    add(
        new, Earlier.by11(new, old), outer: (-0.003_295_898_437_5, 0.005_004_882_812_5),
        inner: (-0.024_047_851_562_5, -0.005_126_953_125), to: &parts)
    add(
        Earlier.by1(new, old), Earlier.by10(new, old), outer: (0.012_939_453_125, -0.001_953_125),
        inner: (0.031_188_964_843_75, -0.001_892_089_843_75), to: &parts)
    add(
        Earlier.by2(new, old), Earlier.by9(new, old), outer: (-0.023_132_324_218_75, 0.003_479_003_906_25),
        inner: (-0.054_992_675_781_25, 0.003_234_863_281_25), to: &parts)
    add(
        Earlier.by3(new, old), Earlier.by8(new, old), outer: (0.040_405_273_437_5, -0.007_202_148_437_5),
        inner: (0.095_336_914_062_5, -0.006_225_585_937_5), to: &parts)
    add(
        Earlier.by4(new, old), Earlier.by7(new, old), outer: (-0.080_871_582_031_25, 0.021_423_339_843_75),
        inner: (-0.183_410_644_531_25, 0.016_906_738_281_25), to: &parts)
    add(
        Earlier.by5(new, old), Earlier.by6(new, old), outer: (0.554_748_535_156_25, -0.417_419_433_593_75),
        inner: (0.622_436_523_437_5, -0.157_348_632_812_5), to: &parts)
    let outer = magnitude(parts.outerEven) + magnitude(parts.outerOdd)
    let inner = magnitude(parts.innerEven) + magnitude(parts.innerOdd)
    return maximum(maximum(outer, inner), magnitude(new))
}

/// Even and odd part of the meter's phases 0 and 3 (outer), 1 and 2 (inner).
private typealias PhaseParts = (
    outerEven: SIMD16<Float>, outerOdd: SIMD16<Float>, innerEven: SIMD16<Float>, innerOdd: SIMD16<Float>
)

/// Adds two mirrored samples, times the even and the odd part of their taps.
@inline(__always) @_noLocks @_noAllocation
private func add(
    _ late: SIMD16<Float>, _ early: SIMD16<Float>, outer: (even: Float, odd: Float), inner: (even: Float, odd: Float),
    to parts: inout PhaseParts
) {
    let sum = late + early
    let difference = late - early
    parts.outerEven = multiplyAdd(sum, SIMD16(repeating: outer.even), parts.outerEven)
    parts.outerOdd = multiplyAdd(difference, SIMD16(repeating: outer.odd), parts.outerOdd)
    parts.innerEven = multiplyAdd(sum, SIMD16(repeating: inner.even), parts.innerEven)
    parts.innerOdd = multiplyAdd(difference, SIMD16(repeating: inner.odd), parts.innerOdd)
}
