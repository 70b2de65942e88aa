/// The sine of a phase in turns of 2³².
///
/// Input: 16 phases, any 32-bit value. Output: sin(2π·phase/2³²), −1…1.
/// Method: x = phase as a signed fraction of half a turn, u = x², sin πx ≈ P(u)·(x − x·u), which is exact at 0 and ±1, so
/// that no folding of the range is needed; P has six coefficients, least-maximum fit of sin πx / (x − x³) on 0…1.
@inline(__always) @_noLocks @_noAllocation
func sine(_ phase: SIMD16<UInt32>) -> SIMD16<Float> {
    sineOfHalfTurns(halfTurns(phase))
}

/// The phase as −1…1 half turns.
@inline(__always) @_noLocks @_noAllocation
func halfTurns(_ phase: SIMD16<UInt32>) -> SIMD16<Float> {
    floats(of: signed(phase)) * 0x1p-31
}

/// sin(π·x) for x in −1…1.
@inline(__always) @_noLocks @_noAllocation
func sineOfHalfTurns(_ x: SIMD16<Float>) -> SIMD16<Float> {
    let u = x * x
    var p = multiplyAdd(u, SIMD16(repeating: -0.000_389_830_278), SIMD16(repeating: 0.006_867_958_904))
    p = multiplyAdd(u, p, SIMD16(repeating: -0.075_192_263_517))
    p = multiplyAdd(u, p, SIMD16(repeating: 0.524_037_197_777))
    p = multiplyAdd(u, p, SIMD16(repeating: -2.026_119_460_282))
    p = multiplyAdd(u, p, SIMD16(repeating: 3.141_592_635_286))
    return p * (x - x * u)
}

/// A sine whose phase is modulated: 16 consecutive frames of one oscillator, lanes across time.
///
/// Input: phase and phase per frame as `saw`, and the phase that is added to each frame, in turns: any finite number up to
/// ±2²¹, ±8 with the noise below. Output: −1…1.
///
/// Method: the sum in float turns, less its nearest whole number.
///
/// Measured: "a modulated sine is clean": noise below −110 dB to ±8 turns, where the added phase itself has steps of 2⁻²¹ turns.
@inline(__always) @_noLocks @_noAllocation
func sine(phase: UInt32, increment: UInt32, ramp: Int32, modulatedBy turns: SIMD16<Float>, modulates: Bool) -> SIMD16<Float> {
    let own = floats(of: signed(phases(phase, increment, ramp)))
    return sineOfTurns(multiplyAdd(own, SIMD16(repeating: 0x1p-32), turns), modulates: modulates)
}

/// sin(2π·turns) for any finite number of turns up to about ±2²¹, as phase modulation needs it.
///
/// Method: as `sineOfHalfTurns`, with five coefficients: right to 10⁻⁷, −140 dB. A wave that itself `modulates` another has
/// all six, because depth multiplies what it is wrong by.
@inline(__always) @_noLocks @_noAllocation
func sineOfTurns(_ turns: SIMD16<Float>, modulates: Bool) -> SIMD16<Float> {
    // Adding 1.5·2²³ rounds to the nearest whole number.
    let round = SIMD16<Float>(repeating: 12_582_912)
    let x = turns - ((turns + round) - round)
    if modulates { return sineOfHalfTurns(x + x) }
    let u = x * x
    var p = multiplyAdd(u, SIMD16(repeating: 12.233_301), SIMD16(repeating: -38.123_196_7))
    p = multiplyAdd(u, p, SIMD16(repeating: 67.043_898))
    p = multiplyAdd(u, p, SIMD16(repeating: -64.834_681_1))
    p = multiplyAdd(u, p, SIMD16(repeating: 25.132_730_4))
    return p * (x * (SIMD16(repeating: 0.25) - u))
}
