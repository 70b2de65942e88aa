import KanonState

/// Takes direct current from the frames `first ..< end` (0…16) of a cell, in place.
///
/// Call for all frames of every cell in their order. Input: any samples; those that are not finite or above 10⁶ count as 0.
/// Silence costs a look at it. Every frame's result is the same however the cell is split.
///
/// Method: what a first-order low-pass at 3 Hz follows is taken away. Why 3 Hz: 27.5 Hz, the lowest A, loses 0.05 dB, and an
/// offset, which shifts what the limiter may still let through, is gone to a tenth in 0.12 s. Why here, on the sum: what makes
/// offsets are phase modulation at simple ratios, saturation of what is not symmetrical, and pulses; one filter for all voices
/// and effects is cheaper than one in each.
/// Measured: "direct current is taken away, and no note": −80 dB of it are left after a second.
@_noLocks @_noAllocation
public func takeOffset(
    _ state: UnsafeMutablePointer<OffsetState>, sampleRate: Float, first: Int, end: Int, left: UnsafeMutablePointer<Float>,
    right: UnsafeMutablePointer<Float>
) {
    let x = load(left, into: first == 0 ? .zero : state.pointee.input[0], first: first, end: end)
    let y = load(right, into: first == 0 ? .zero : state.pointee.input[1], first: first, end: end)
    if end < 16 {
        state.pointee.input[0] = x
        state.pointee.input[1] = y
    }
    if state.pointee.isResting && !isAny(maximum(magnitude(x), magnitude(y)), above: 0) { return }
    let filter = onePole(cornerPole(&state.pointee.corner, 3, sampleRate))
    let lowLeft = lowPass(x, filter, last: state.pointee.offset[0])
    let lowRight = lowPass(y, filter, last: state.pointee.offset[1])
    store(x - lowLeft, to: left, first: first, end: end)
    store(y - lowRight, to: right, first: first, end: end)
    guard end == 16 else { return }
    state.pointee.offset[0] = kept(lowLeft[15])
    state.pointee.offset[1] = kept(lowRight[15])
}

/// Nothing below −160 dB, a tenth of what 24 bits tell, is worth a tail.
@inline(__always) @_noLocks @_noAllocation
private func kept(_ offset: Float) -> Float { abs(offset) > 1e-8 ? offset : 0 }
