/// Without sign.
@inline(__always) @_noLocks @_noAllocation
func magnitude(_ x: SIMD16<Float>) -> SIMD16<Float> { floats(bits(x) & 0x7FFF_FFFF) }

/// What is not finite, or above 10⁶, as 0.
@inline(__always) @_noLocks @_noAllocation
func sane(_ x: SIMD16<Float>) -> SIMD16<Float> { SIMD16<Float>.zero.replacing(with: x, where: isSane(x)) }

/// The greatest lane.
@inline(__always) @_noLocks @_noAllocation
func greatest(of x: SIMD16<Float>) -> Float {
    let eight = x.lowHalf.replacing(with: x.highHalf, where: x.highHalf .> x.lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .> eight.lowHalf)
    let two = four.lowHalf.replacing(with: four.highHalf, where: four.highHalf .> four.lowHalf)
    return two.y > two.x ? two.y : two.x
}

/// Whether a lane is above `level`; neither is below 0, and all lanes are finite.
@inline(__always) @_noLocks @_noAllocation
func isAny(_ x: SIMD16<Float>, above level: Float) -> Bool {
    // The bits of such floats order as the floats do.
    isAnyNegative(SIMD16(repeating: Int32(bitPattern: level.bitPattern)) &- bits(x))
}

/// The greatest magnitude of `count` frames.
@_noLocks @_noAllocation
public func peak(left: UnsafePointer<Float>, right: UnsafePointer<Float>, count: Int) -> Float {
    var peaks = SIMD16<Float>.zero
    var done = 0
    while count &- done >= 16 {
        peaks = maximum(peaks, maximum(magnitude(load(left + done)), magnitude(load(right + done))))
        done &+= 16
    }
    var peak = greatest(of: peaks)
    while done < count {
        peak = max(peak, max(abs(left[done]), abs(right[done])))
        done &+= 1
    }
    return peak
}

/// The greatest of each lane and those before it.
@inline(__always) @_noLocks @_noAllocation
func runningMaximum(_ x: SIMD16<Float>) -> SIMD16<Float> {
    var y = maximum(x, SIMD16(x[0], x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7], x[8], x[9], x[10], x[11], x[12], x[13], x[14]))
    y = maximum(y, SIMD16(y[0], y[0], y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7], y[8], y[9], y[10], y[11], y[12], y[13]))
    y = maximum(y, SIMD16(y[0], y[0], y[0], y[0], y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7], y[8], y[9], y[10], y[11]))
    return maximum(y, SIMD16(y[0], y[0], y[0], y[0], y[0], y[0], y[0], y[0], y[0], y[1], y[2], y[3], y[4], y[5], y[6], y[7]))
}
