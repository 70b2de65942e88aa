// Conversions between vectors, spelt out. The generic initialisers of the standard library are emitted as weak symbols, of
// which the linker keeps one for all builds of these sources: a baseline processor could then meet AVX2.

/// 16 whole numbers as floats.
@inline(__always) @_noLocks @_noAllocation
func floats(of x: SIMD16<Int32>) -> SIMD16<Float> {
    SIMD16(
        Float(x[0]), Float(x[1]), Float(x[2]), Float(x[3]), Float(x[4]), Float(x[5]), Float(x[6]), Float(x[7]),
        Float(x[8]), Float(x[9]), Float(x[10]), Float(x[11]), Float(x[12]), Float(x[13]), Float(x[14]), Float(x[15]))
}

/// 16 floats, exactly.
@inline(__always) @_noLocks @_noAllocation
func doubles(_ x: SIMD16<Float>) -> SIMD16<Double> {
    SIMD16(
        Double(x[0]), Double(x[1]), Double(x[2]), Double(x[3]), Double(x[4]), Double(x[5]), Double(x[6]), Double(x[7]),
        Double(x[8]), Double(x[9]), Double(x[10]), Double(x[11]), Double(x[12]), Double(x[13]), Double(x[14]), Double(x[15]))
}

/// 16 whole numbers, exactly.
@inline(__always) @_noLocks @_noAllocation
func doubles(_ x: SIMD16<Int32>) -> SIMD16<Double> {
    SIMD16(
        double(x[0]), double(x[1]), double(x[2]), double(x[3]), double(x[4]), double(x[5]), double(x[6]), double(x[7]),
        double(x[8]), double(x[9]), double(x[10]), double(x[11]), double(x[12]), double(x[13]), double(x[14]), double(x[15]))
}

@inline(__always) @_noLocks @_noAllocation
private func double(_ x: Int32) -> Double { Double(x) }

/// 16 doubles, rounded.
@inline(__always) @_noLocks @_noAllocation
func floats(_ x: SIMD16<Double>) -> SIMD16<Float> {
    SIMD16(
        rounded(x[0]), rounded(x[1]), rounded(x[2]), rounded(x[3]), rounded(x[4]), rounded(x[5]), rounded(x[6]), rounded(x[7]),
        rounded(x[8]), rounded(x[9]), rounded(x[10]), rounded(x[11]), rounded(x[12]), rounded(x[13]), rounded(x[14]), rounded(x[15]))
}

@inline(__always) @_noLocks @_noAllocation
private func rounded(_ x: Double) -> Float { Float(x) }

/// The same bits with a sign.
@inline(__always) @_noLocks @_noAllocation
func signed(_ x: SIMD16<UInt32>) -> SIMD16<Int32> { unsafeBitCast(x, to: SIMD16<Int32>.self) }

/// The same bits without a sign.
@inline(__always) @_noLocks @_noAllocation
func unsigned(_ x: SIMD16<Int32>) -> SIMD16<UInt32> { unsafeBitCast(x, to: SIMD16<UInt32>.self) }

/// The low halves of 16 numbers of 64 bits; every processor that this is built for keeps them first.
@inline(__always) @_noLocks @_noAllocation
func lowWords(_ x: SIMD16<Double>) -> SIMD16<UInt32> {
    SIMD16(
        lowHalf: unsafeBitCast(x.lowHalf, to: SIMD16<UInt32>.self).evenHalf,
        highHalf: unsafeBitCast(x.highHalf, to: SIMD16<UInt32>.self).evenHalf)
}
