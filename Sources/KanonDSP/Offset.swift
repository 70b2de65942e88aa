import KanonState

/// Takes direct current from the frames `first ..< end` (0…16) of a cell, in place.
///
/// Call for all frames of every cell in their order. Input: any samples. What is not finite stays what it is, and is forgotten at
/// the cell's end. Silence costs a look at it. Every frame's result is the same however the cell is split.
///
/// Method: what a first-order low-pass at 3 Hz follows is taken away, frame by frame, as a frame asks for less than what vectors
/// across time need to be turned. Why 3 Hz: 27.5 Hz, the lowest A, loses 0.05 dB, and an offset, which shifts what the limiter
/// may still let through, is gone to a tenth in 0.12 s. Why here, on the sum: what makes offsets are phase modulation at simple
/// ratios, saturation of what is not symmetrical, and pulses; one filter is cheaper than one in every voice.
/// Measured: "direct current is taken away, and no note": −76 dB of it are left at 48 kHz after a second, by rounding; −70 at 192 kHz.
@_noLocks @_noAllocation
public func takeOffset(
    _ state: UnsafeMutablePointer<OffsetState>, sampleRate: Float, first: Int, end: Int, left: UnsafeMutablePointer<Float>,
    right: UnsafeMutablePointer<Float>
) {
    if state.pointee.isResting && first == 0 && end == 16 && isSilent(left, right) { return }
    let pole = cornerPole(&state.pointee.corner, 3, sampleRate)
    let passed = SIMD2<Float>(repeating: 1 - pole)
    let kept = SIMD2<Float>(repeating: pole)
    var offset = state.pointee.offset
    for frame in 0..<end &- first {
        let x = SIMD2<Float>(left[frame], right[frame])
        offset = offset * kept + x * passed
        let y = x - offset
        left[frame] = y.x
        right[frame] = y.y
    }
    if end == 16 { offset = SIMD2(heeded(offset.x), heeded(offset.y)) }
    state.pointee.offset = offset
}

@inline(__always) @_noLocks @_noAllocation
private func isSilent(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>) -> Bool {
    let sixteen = bits(load(left)) | bits(load(right))
    let eight = sixteen.lowHalf | sixteen.highHalf
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return two.x | two.y == 0
}

/// Nothing below −160 dB, a tenth of what 24 bits tell, is worth a tail; nothing above 10⁶ is an offset.
@inline(__always) @_noLocks @_noAllocation
private func heeded(_ offset: Float) -> Float { abs(offset) > 1e-8 && abs(offset) < 1e6 ? offset : 0 }
