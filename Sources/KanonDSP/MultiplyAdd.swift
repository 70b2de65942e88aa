/// `a·b + c`, fused where this build's processors have the instruction.
///
/// Swift never contracts to FMA by itself, and on baseline x86-64 `addingProduct` is a call per lane, about 70 times slower.
@inline(__always) @_noLocks @_noAllocation
func multiplyAdd(_ a: SIMD16<Float>, _ b: SIMD16<Float>, _ c: SIMD16<Float>) -> SIMD16<Float> {
    #if KANON_FMA
        c.addingProduct(a, b)
    #else
        a * b + c
    #endif
}

/// `c − a·b`, fused likewise.
@inline(__always) @_noLocks @_noAllocation
func subtractProduct(_ a: SIMD16<Float>, _ b: SIMD16<Float>, from c: SIMD16<Float>) -> SIMD16<Float> {
    #if KANON_FMA
        // The optimiser knows this subtraction for a change of sign, and takes it into the instruction.
        c.addingProduct(SIMD16(repeating: -0.0) - a, b)
    #else
        c - a * b
    #endif
}
