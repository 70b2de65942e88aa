/// A byte a lane. Its comparisons are spelt out: where types are left to inference they can end up lane by lane.
typealias ByteLanes = SIMD16<UInt8>
/// One truth a lane of bytes.
typealias ByteMask = SIMDMask<SIMD16<Int8>>

/// Where `a` is `b`.
@inline(__always) @_noLocks @_noAllocation
func equals(_ a: ByteLanes, _ b: UInt8) -> ByteMask { a .== ByteLanes(repeating: b) }

/// Where both hold.
@inline(__always) @_noLocks @_noAllocation
func both(_ a: ByteMask, _ b: ByteMask) -> ByteMask { a .& b }

/// Where one or the other holds.
@inline(__always) @_noLocks @_noAllocation
func either(_ a: ByteMask, _ b: ByteMask) -> ByteMask { a .| b }

/// The lesser of both, lane by lane.
@inline(__always) @_noLocks @_noAllocation
func minimum(_ a: ByteLanes, _ b: ByteLanes) -> ByteLanes { a.replacing(with: b, where: b .< a) }

/// `b` where `mask` holds, else `a`.
@inline(__always) @_noLocks @_noAllocation
func choose(_ a: ByteLanes, _ b: ByteLanes, where mask: ByteMask) -> ByteLanes { a.replacing(with: b, where: mask) }

/// The least of all lanes. A function of its own, or the optimiser takes every vector that comes here apart from its beginning.
@inline(never) @_noLocks @_noAllocation
func least(_ x: ByteLanes) -> UInt8 {
    let eight = x.lowHalf.replacing(with: x.highHalf, where: x.highHalf .< x.lowHalf)
    let four = eight.lowHalf.replacing(with: eight.highHalf, where: eight.highHalf .< eight.lowHalf)
    return min(min(four.x, four.y), min(four.z, four.w))
}
