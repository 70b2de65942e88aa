/// One truth a lane.
typealias LaneMask = SIMDMask<SIMD16<Int32>>

/// A bit a lane as a mask.
@inline(__always) @_noLocks @_noAllocation
func mask(_ bits: UInt16) -> LaneMask {
    (SIMD16<Int32>(repeating: Int32(bits)) & lanePlaces) .== lanePlaces
}

/// A bit a lane as all bits of a lane.
@inline(__always) @_noLocks @_noAllocation
func wholeMask(_ bits: UInt16) -> SIMD16<Int32> {
    SIMD16<Int32>.zero.replacing(with: SIMD16(repeating: -1), where: mask(bits))
}

/// The bits of the lanes that the mask holds.
@inline(__always) @_noLocks @_noAllocation
func bitSet(_ mask: LaneMask) -> UInt16 {
    let all = folded(SIMD16<Int32>.zero.replacing(with: lanePlaces, where: mask))
    return UInt16(truncatingIfNeeded: all | all &>> 32)
}

// Comparisons of two vectors, spelt out: where the type is left to inference they can end up lane by lane.

/// Where `a` is below `b`.
@inline(__always) @_noLocks @_noAllocation
func isBelow(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> LaneMask { a .< b }

/// Where `a` and `b` differ.
@inline(__always) @_noLocks @_noAllocation
func differs(_ a: SIMD16<Float>, _ b: SIMD16<Float>) -> LaneMask { a .!= b }

/// Where `a` is below `b`.
@inline(__always) @_noLocks @_noAllocation
func isBelow(_ a: SIMD16<Int32>, _ b: SIMD16<Int32>) -> LaneMask { a .< b }

/// Where `a` and `b` are the same.
@inline(__always) @_noLocks @_noAllocation
func equals(_ a: SIMD16<Int32>, _ b: SIMD16<Int32>) -> LaneMask { a .== b }

// Questions about all lanes, in whole numbers: a mask goes through a bit a lane, which costs several times as much.

/// Whether a lane has its sign bit set.
@inline(__always) @_noLocks @_noAllocation
func isAnyNegative(_ x: SIMD16<Int32>) -> Bool { folded(x) & 0x8000_0000_8000_0000 != 0 }

/// Whether a lane is not 0.
@inline(__always) @_noLocks @_noAllocation
func isAnySet(_ x: SIMD16<Int32>) -> Bool { folded(x) != 0 }

/// Whether a lane of numbers not below 0 is at `limit` or above, infinite, or not a number.
@inline(__always) @_noLocks @_noAllocation
func isAny(_ x: SIMD16<Float>, notBelow limit: Float) -> Bool { isAnyNegative(signWhere(x, isNotBelow: limit)) }

/// The sign bit set where a number is below 0, at `limit` or above, or not a number; `limit` is above 0.
@inline(__always) @_noLocks @_noAllocation
func signWhere(_ x: SIMD16<Float>, isNotBelow limit: Float) -> SIMD16<Int32> {
    // The bits of floats above zero order as the floats do.
    (SIMD16(repeating: Int32(bitPattern: limit.bitPattern) &- 1) &- bits(x)) | bits(x)
}

/// The sign bit set where a number is below `limit`, which is above 0.
@inline(__always) @_noLocks @_noAllocation
func signWhere(_ x: SIMD16<Float>, isBelow limit: Float) -> SIMD16<Int32> {
    (bits(x) &- SIMD16(repeating: Int32(bitPattern: limit.bitPattern))) | bits(x)
}

/// All lanes in one another, two by two. In halves of 64 bits, or the optimiser does it lane by lane.
@inline(__always) @_noLocks @_noAllocation
private func folded(_ x: SIMD16<Int32>) -> UInt64 {
    let eight = unsafeBitCast(x, to: SIMD8<UInt64>.self)
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return two.x | two.y
}

@inline(__always) private var lanePlaces: SIMD16<Int32> {
    @_noLocks @_noAllocation get {
        SIMD16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
    }
}
