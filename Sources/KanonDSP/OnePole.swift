import KanonState

/// 16 frames of a first-order low-pass y = y' + (1 − pole)·(x − y'), lanes across time.
///
/// Input: 16 samples, the pole 0…1 with its powers, the last output. Method: a recursive filter's prefix sum, four steps of
/// y += pole^2ⁿ · (y, 2ⁿ frames earlier). Why: frame by frame each waits for the one before, 8 cycles; a lane depends on
/// earlier lanes alone, so an unfinished cell can be filtered and filtered again.
/// Source: G. E. Blelloch, "Prefix Sums and Their Applications", 1990.
///
/// A tuple, because a type of its own would bring weak symbols with it.
typealias OnePole = (pole: Float, pole2: Float, pole4: Float, pole8: Float, powers: SIMD16<Float>)

/// The filter with this pole.
@inline(__always) @_noLocks @_noAllocation
func onePole(_ pole: Float) -> OnePole {
    let pole2 = pole * pole
    let pole4 = pole2 * pole2
    let pole8 = pole4 * pole4
    let four = SIMD4<Float>(pole, pole2, pole2 * pole, pole4)
    let eight = SIMD8(lowHalf: four, highHalf: four * pole4)
    return (pole, pole2, pole4, pole8, SIMD16(lowHalf: eight, highHalf: eight * pole8))
}

/// The low-passed cell; `last` is left as it was.
@inline(__always) @_noLocks @_noAllocation
func lowPass(_ x: SIMD16<Float>, _ filter: OnePole, last: Float) -> SIMD16<Float> {
    let one = add1(x * (1 - filter.pole), filter.pole)
    let two = add2(one, filter.pole2)
    let four = add4(two, filter.pole4)
    let eight = multiplyAdd(Earlier.by8(four, .zero), SIMD16(repeating: filter.pole8), four)
    return multiplyAdd(filter.powers, SIMD16(repeating: last), eight)
}

/// The low-passed cell, and `last` for the next.
@inline(__always) @_noLocks @_noAllocation
func lowPass(_ x: SIMD16<Float>, _ filter: OnePole, _ last: inout Float) -> SIMD16<Float> {
    let y = lowPass(x, filter, last: last)
    last = y[15]
    return y
}

/// The pole for a corner in Hz; 0, which lets everything through, from 20 kHz on.
@inline(__always) @_noLocks @_noAllocation
func cornerPole(_ corner: inout Corner, _ hertz: Float, _ sampleRate: Float) -> Float {
    if hertz != corner.hertz {
        corner.hertz = hertz
        // e^(−2π·f/rate) as a power of two.
        corner.pole = hertz >= 20_000 ? 0 : exponential2(-9.064_720_3 * hertz / sampleRate)
    }
    return corner.pole
}

// Calls of their own: the optimiser would compute shuffled lanes of a sum one by one.

@inline(never) @_noLocks @_noAllocation
private func add1(_ y: SIMD16<Float>, _ pole: Float) -> SIMD16<Float> {
    multiplyAdd(Earlier.by1(y, .zero), SIMD16(repeating: pole), y)
}

@inline(never) @_noLocks @_noAllocation
private func add2(_ y: SIMD16<Float>, _ pole: Float) -> SIMD16<Float> {
    multiplyAdd(Earlier.by2(y, .zero), SIMD16(repeating: pole), y)
}

@inline(never) @_noLocks @_noAllocation
private func add4(_ y: SIMD16<Float>, _ pole: Float) -> SIMD16<Float> {
    multiplyAdd(Earlier.by4(y, .zero), SIMD16(repeating: pole), y)
}
