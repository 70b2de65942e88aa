import KanonState

/// Two copies a side whose delays swing: takes the cell that ended and draws the copies of the coming one.
///
/// Input: `ChorusControl`, the cell in `ChorusState.input`. Output: the cell in `copies`.
/// Method: delays of 4 ms and up, half a swing between the copies of a side, a quarter between the sides; each is a
/// straight line through the cell and moves by at most half a frame a frame, so that a turned depth is no wild pitch. Sound
/// between frames is Lagrange's cubic through four: −0.04 dB at 5 kHz and −0.5 dB at 10 kHz halfway, at a rate of 48 kHz.
/// Everything lies more than a cell back, so whole cells are drawn, however blocks split them.
/// Source: J. Dattorro, "Effect Design, Part 2: Delay-Line Modulation and Chorus", J. Audio Eng. Soc. 45, 1997.
/// Measured: "a chorus is as loud as what it copies, and its sides differ", "no parameter clicks, however it jumps".
@inline(__always) @_noLocks @_noAllocation
func passLine(
    _ state: UnsafeMutablePointer<ChorusState>, _ control: borrowing ChorusControl, sampleRate: Float, share: Float
) {
    let isOpen = control.mix > 0
    if state.pointee.isResting {
        if !isOpen { return }
        state.pointee.isResting = false
        // The cell that ended then, long ago.
        state.pointee.input = InlineArray(repeating: .zero)
    }
    let wasSilent = state.pointee.wet.next == 0
    let mix = mixGains(control.mix)
    // Two copies without common phase add up by power.
    aim(&state.pointee.wet, at: mix.wet * 0.707_106_8, share: share)
    aim(&state.pointee.dry, at: mix.dry, share: share)
    let depth = clamped(control.depthSeconds, 0, 0.01) * sampleRate
    if wasSilent { snap(&state.pointee.depth, to: depth) } else { aim(&state.pointee.depth, at: depth, share: share) }

    writeInput(state, isOpen: isOpen || !wasSilent)
    aim(&state.pointee.gate, at: isOpen ? 1 : 0, share: share)
    let turns = clamped(control.rateHertz, 0.05, 10) * 16 / sampleRate
    state.pointee.phase &+= UInt32(truncatingIfNeeded: Int64(turns * 4_294_967_296))
    let offsets = SIMD16<UInt32>(
        0, 0x8000_0000, 0x4000_0000, 0xC000_0000, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    let swing = sine(SIMD16(repeating: state.pointee.phase) &+ offsets)
    let target = (swing + 1) * (0.5 * state.pointee.depth.next) + 0.004 * sampleRate
    let last = wasSilent ? target : SIMD16(lowHalf: state.pointee.delays, highHalf: state.pointee.delays)
    // At most half a frame a frame.
    let move = maximum(minimum(target - last, SIMD16(repeating: 8)), SIMD16(repeating: -8))
    state.pointee.delays = (last + move).lowHalf
    for side in 0..<2 {
        var sum = SIMD16<Float>.zero
        for copy in 0..<2 {
            let number = 2 &* side &+ copy
            sum += read(state.pointee.rings[side], from: last[number], step: move[number] * 0.0625)
        }
        state.pointee.copies[side] = sum
    }
}

/// Takes the cell that ended into the past, or silence where the chorus is off; when all of the past is silent, it rests.
@inline(__always) @_noLocks @_noAllocation
private func writeInput(_ state: UnsafeMutablePointer<ChorusState>, isOpen: Bool) {
    let gate = values(state.pointee.gate)
    let isSilent = !isAny((magnitude(state.pointee.input[0]) + magnitude(state.pointee.input[1])) * gate, above: 1e-6)
    for side in 0..<2 {
        write(isSilent ? .zero : state.pointee.input[side] * gate, to: state.pointee.rings[side])
        advance(&state.pointee.rings[side])
    }
    state.pointee.quietCells = isSilent ? state.pointee.quietCells &+ 1 : 0
    if !isOpen && state.pointee.quietCells &* 16 > state.pointee.rings[0].length { state.pointee.isResting = true }
}

/// 16 frames of a moving read head that starts `delay` frames back and gains `step` frames of distance a frame.
@inline(__always) @_noLocks @_noAllocation
private func read(_ ring: borrowing FrameRing, from delay: Float, step: Float) -> SIMD16<Float> {
    // Frame k lies at k − delay − k·step, here counted from two or three frames before the first.
    let whole = Int(delay) &+ 3
    let places = multiplyAdd(frameNumbers, SIMD16(repeating: 1 - step), SIMD16(repeating: Float(whole) - delay))
    // Adding 1.5·2²³ rounds, here down to the frame before; the whole number is left in the low bits.
    let shifted = (places - 0.5) + 12_582_912
    let f = places - (shifted - 12_582_912)
    let indices = bits(shifted) &- 0x4B40_0000
    // SAFETY: the head gains or loses at most half a frame a frame: places are 2…26, and the four frames around them end before
    // the 32nd behind a place within the ring.
    let start = past(ring, whole &+ 1)
    let taps = transposed(
        four(start, indices.lowHalf.lowHalf), four(start, indices.lowHalf.highHalf),
        four(start, indices.highHalf.lowHalf), four(start, indices.highHalf.highHalf))
    // Lagrange's cubic through −1, 0, 1, 2 at f.
    let a = f * (f - 1)
    let b = (f + 1) * (f - 2)
    let outer = multiplyAdd(taps.3, f + 1, taps.0 * (2 - f)) * a * (1 / 6)
    let inner = multiplyAdd(taps.1, f - 1, (SIMD16<Float>.zero - f) * taps.2) * b * 0.5
    return outer + inner
}

/// The four frames around each of four places, one row a place, turned so that a row is a frame.
@inline(__always) @_noLocks @_noAllocation
private func four(_ start: UnsafePointer<Float>, _ places: SIMD4<Int32>) -> Quads {
    let a = row(start, places.x)
    let b = row(start, places.y)
    let c = row(start, places.z)
    let d = row(start, places.w)
    return (
        SIMD4(a[0], b[0], c[0], d[0]), SIMD4(a[1], b[1], c[1], d[1]), SIMD4(a[2], b[2], c[2], d[2]),
        SIMD4(a[3], b[3], c[3], d[3])
    )
}

@inline(__always) @_noLocks @_noAllocation
private func row(_ start: UnsafePointer<Float>, _ place: Int32) -> SIMD4<Float> {
    UnsafeRawPointer(start + Int(place)).loadUnaligned(as: SIMD4<Float>.self)
}

private typealias Quads = (SIMD4<Float>, SIMD4<Float>, SIMD4<Float>, SIMD4<Float>)

@inline(__always) @_noLocks @_noAllocation
private func transposed(
    _ a: Quads, _ b: Quads, _ c: Quads, _ d: Quads
) -> (SIMD16<Float>, SIMD16<Float>, SIMD16<Float>, SIMD16<Float>) {
    (joined(a.0, b.0, c.0, d.0), joined(a.1, b.1, c.1, d.1), joined(a.2, b.2, c.2, d.2), joined(a.3, b.3, c.3, d.3))
}

@inline(__always) @_noLocks @_noAllocation
private func joined(_ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>) -> SIMD16<Float> {
    SIMD16(lowHalf: SIMD8(lowHalf: a, highHalf: b), highHalf: SIMD8(lowHalf: c, highHalf: d))
}
