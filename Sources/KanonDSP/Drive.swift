import KanonState

/// Soft saturation: 16 frames of one side.
///
/// Input: samples, their 16 predecessors and what the state remembers. Output: −1…1 before the gain behind the curve, 7¼ frames
/// late.
///
/// Method: the signal at twice the rate (half-band filter of 15 taps), through f(x) = 3x/2 − x³/2 up to ±1 and flat beyond,
/// each sample the mean of f between two of the signal's, (F(a) − F(b)) / (a − b) with F' = f; and back through the same
/// filter. The quotient is split into the part within ±1, which is a polynomial, and the part beyond, so that equal or near a
/// and b lose no digits. Why: the curve alone at twice the rate aliases at −35 dBc, the mean alone at −45.
/// Source: J. Parker, V. Zavalishin, E. Le Bivic, "Reducing the Aliasing of Nonlinear Waveshaping Using Continuous-Time
/// Convolution", DAFx 2016; the filter is the least-maximum one up to a quarter of the rate, −65 dB.
/// Measured: "a driven sine has no alias above −60 dBc": at 24 dB and −6 dB of full scale −86 dBc at 2 kHz, −66 at 5 kHz; −51 at
/// 7 kHz.
@inline(__always) @_noLocks @_noAllocation
private func drivenCell(
    _ new: SIMD16<Float>, _ old: SIMD16<Float>, gain: SIMD16<Float>, evenBefore: SIMD16<Float>,
    oddBefore: SIMD16<Float>, last: Float
) -> (output: SIMD16<Float>, even: SIMD16<Float>, odd: SIMD16<Float>, last: Float) {
    let center = Earlier.by4(new, old) * gain
    let between = halfBand(new, old) * gain
    let even = meanOfCurve(center, laneBefore(between, last))
    let odd = meanOfCurve(between, center)
    return ((Earlier.by3(even, evenBefore) + halfBand(odd, oddBefore)) * 0.5, even, odd, between[15])
}

/// Drives the frames `first ..< end` of a cell, in their lanes.
@inline(__always) @_noLocks @_noAllocation
func drive(
    _ state: UnsafeMutablePointer<DriveState>, _ cell: inout StereoCell, end: Int
) {
    cell.left = driveSide(state, 0, cell.left, end: end)
    cell.right = driveSide(state, 1, cell.right, end: end)
}

@inline(never) @_noLocks @_noAllocation
private func driveSide(
    _ state: UnsafeMutablePointer<DriveState>, _ side: Int, _ input: SIMD16<Float>, end: Int
) -> SIMD16<Float> {
    let cell = drivenCell(
        input, state.pointee.inputBefore[side], gain: values(state.pointee.gain),
        evenBefore: state.pointee.evenBefore[side], oddBefore: state.pointee.oddBefore[side],
        last: state.pointee.last[side])
    let low = lowPass(cell.output, onePole(state.pointee.pole.value), last: state.pointee.low[side])
    if end == 16 {
        state.pointee.inputBefore[side] = input
        state.pointee.evenBefore[side] = cell.even
        state.pointee.oddBefore[side] = cell.odd
        state.pointee.last[side] = cell.last
        // Nothing below −200 dB is worth a denormal number.
        let last = low[15]
        state.pointee.low[side] = last * last > 1e-20 ? last : 0
    }
    return multiplyAdd(low, values(state.pointee.wet), input * values(state.pointee.dry))
}

/// Passes a grid line.
@inline(__always) @_noLocks @_noAllocation
func passLine(
    _ state: UnsafeMutablePointer<DriveState>, _ control: borrowing DriveControl, sampleRate: Float, share: Float
) {
    let isOn = control.decibels > 0
    let isWaking = state.pointee.isResting
    if isWaking {
        if !isOn { return }
        // What it remembers is of long ago.
        for side in 0..<2 {
            state.pointee.inputBefore[side] = .zero
            state.pointee.evenBefore[side] = .zero
            state.pointee.oddBefore[side] = .zero
            state.pointee.last[side] = 0
            state.pointee.low[side] = 0
        }
        state.pointee.isResting = false
        snap(&state.pointee.gain, to: driveGain(control))
    }
    let gain = driveGain(control)
    aim(&state.pointee.gain, at: gain, share: share)
    // In its first cell it only learns what went before.
    aim(&state.pointee.presence, at: isOn && !isWaking ? 1 : 0, share: share)
    let presence = state.pointee.presence.next
    aim(&state.pointee.wet, at: presence * levelGain(gain), share: share)
    aim(&state.pointee.dry, at: 1 - presence, share: share)
    let hertz = clamped(control.toneHertz, 500, 20_000)
    aim(&state.pointee.pole, at: cornerPole(&state.pointee.corner, hertz, sampleRate), share: share)
    if !isOn && !isWaking && state.pointee.wet.value == 0 && state.pointee.dry.value == 1 { state.pointee.isResting = true }
}

/// Gain into the curve, whose slope at 0 is 3/2.
@inline(__always) @_noLocks @_noAllocation
private func driveGain(_ control: borrowing DriveControl) -> Float {
    exponential2(clamped(control.decibels, 0, 24) * 0.166_096_4) * (2 / 3)
}

/// What keeps a sine of 0.3 at its peak.
@inline(__always) @_noLocks @_noAllocation
private func levelGain(_ gain: Float) -> Float {
    let x = min(0.3 * gain, 1)
    return 0.3 / (1.5 * x - 0.5 * x * x * x)
}

// Calls of their own: the optimiser would compute shuffled lanes of a sum one by one.

/// The values halfway between the frames 4 and 3 before each.
@inline(never) @_noLocks @_noAllocation
private func halfBand(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
    let a = Earlier.by3(new, old) + Earlier.by4(new, old)
    let b = Earlier.by2(new, old) + Earlier.by5(new, old)
    let c = Earlier.by1(new, old) + Earlier.by6(new, old)
    let d = new + Earlier.by7(new, old)
    let far = multiplyAdd(c, SIMD16(repeating: 0.040_653_64), d * -0.007_165_05)
    return multiplyAdd(a, SIMD16(repeating: 0.610_528_12), multiplyAdd(b, SIMD16(repeating: -0.144_016_71), far))
}

/// Each lane's predecessor; `last` is the first's.
@inline(never) @_noLocks @_noAllocation
private func laneBefore(_ x: SIMD16<Float>, _ last: Float) -> SIMD16<Float> {
    Earlier.by1(x, SIMD16(repeating: last))
}

/// The mean of the curve between two inputs.
@inline(never) @_noLocks @_noAllocation
private func meanOfCurve(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> {
    let one = SIMD16<Float>(repeating: 1)
    let minusOne = SIMD16<Float>(repeating: -1)
    let insideA = maximum(minimum(a, one), minusOne)
    let insideB = maximum(minimum(b, one), minusOne)
    let beyond = magnitude(a - insideA) - magnitude(b - insideB)
    // Equal inputs have a quotient of 1 within ±1. No difference of two sounds above −440 dB is changed by the summand.
    let tiny = SIMD16<Float>(repeating: 1.171_9e-30)
    let inside = (insideA - insideB) + tiny
    let squares = multiplyAdd(insideA, insideA, insideB * insideB)
    let slope = (insideA + insideB) * multiplyAdd(squares, SIMD16(repeating: -0.125), SIMD16(repeating: 0.75))
    return sane(multiplyAdd(inside, slope, beyond) / ((a - b) + tiny))
}
