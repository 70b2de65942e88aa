/// One truth a lane.
typealias LaneMask = SIMDMask<SIMD16<Int32>>

/// A bit a lane as a mask.
@inline(__always) @_noLocks @_noAllocation
func mask(_ bits: UInt16) -> LaneMask {
    (SIMD16<Int32>(repeating: Int32(bits)) & lanePlaces) .== lanePlaces
}

/// The bits of the lanes that the mask holds.
@inline(__always) @_noLocks @_noAllocation
func bitSet(_ mask: LaneMask) -> UInt16 {
    let sixteen = SIMD16<Int32>.zero.replacing(with: lanePlaces, where: mask)
    let eight = sixteen.lowHalf | sixteen.highHalf
    let four = eight.lowHalf | eight.highHalf
    let two = four.lowHalf | four.highHalf
    return UInt16(truncatingIfNeeded: two.x | two.y)
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

@inline(__always) private var lanePlaces: SIMD16<Int32> {
    @_noLocks @_noAllocation get {
        SIMD16(1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768)
    }
}
