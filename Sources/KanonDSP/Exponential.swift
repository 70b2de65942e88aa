/// 2 to the power of each lane.
///
/// Input −126…126, clamped. Relative error below 2·10⁻⁷; exactly 1 at 0, so that an unbent note keeps its exact pitch.
/// Method: whole part into the exponent bits, degree-6 least-maximum polynomial on ±½ for the rest.
@inline(__always) @_noLocks @_noAllocation
func exponential2(_ x: SIMD16<Float>) -> SIMD16<Float> {
    let bounded = minimum(maximum(x, SIMD16(repeating: -126)), SIMD16(repeating: 126))
    // Adding 1.5·2²³ rounds to the nearest whole number and leaves it in the low bits.
    let magic = SIMD16<Float>(repeating: 12_582_912)
    let shifted = bounded + magic
    let f = bounded - (shifted - magic)
    var p = multiplyAdd(f, SIMD16(repeating: 1.535_515_5e-4), SIMD16(repeating: 1.339_893_5e-3))
    p = multiplyAdd(f, p, SIMD16(repeating: 9.618_429_3e-3))
    p = multiplyAdd(f, p, SIMD16(repeating: 5.550_332_35e-2))
    p = multiplyAdd(f, p, SIMD16(repeating: 2.402_264_8e-1))
    p = multiplyAdd(f, p, SIMD16(repeating: 6.931_472_03e-1))
    p = multiplyAdd(f, p, SIMD16(repeating: 1))
    let whole = bits(shifted) &- 0x4B40_0000
    return floats((whole &+ 127) &<< 23) * p
}

/// The bit patterns of 16 floats.
@inline(__always) @_noLocks @_noAllocation
func bits(_ x: SIMD16<Float>) -> SIMD16<Int32> { unsafeBitCast(x, to: SIMD16<Int32>.self) }

/// The floats of 16 bit patterns.
@inline(__always) @_noLocks @_noAllocation
func floats(_ x: SIMD16<Int32>) -> SIMD16<Float> { unsafeBitCast(x, to: SIMD16<Float>.self) }

/// The smaller of each pair.
@inline(__always) @_noLocks @_noAllocation
func minimum(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> { a.replacing(with: b, where: b .< a) }

/// The greater of each pair.
@inline(__always) @_noLocks @_noAllocation
func maximum(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> SIMD16<Float> { a.replacing(with: b, where: b .> a) }
