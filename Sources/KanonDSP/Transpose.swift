/// Turns 16 rows of 16 floats, so that lanes across time become lanes across voices.
///
/// Method: 4×4 blocks, two at a time, one in each half of a 256-bit register: no value has to cross the halves.
@inline(__always) @_noLocks @_noAllocation
func transpose(_ rows: UnsafePointer<SIMD16<Float>>, into columns: UnsafeMutablePointer<SIMD16<Float>>) {
    let source = UnsafeRawPointer(rows)
    let target = UnsafeMutableRawPointer(columns)
    for i in 0..<2 {
        for j in 0..<4 {
            let from = source + (i * 8 * 64 + j * 16)
            let a = quarters(from)
            let b = quarters(from + 64)
            let c = quarters(from + 128)
            let d = quarters(from + 192)
            let (low, lower) = (interleavedLow(a, b), interleavedLow(c, d))
            let (high, higher) = (interleavedHigh(a, b), interleavedHigh(c, d))
            let to = target + (j * 4 * 64 + i * 32)
            to.storeBytes(of: SIMD4(low[0], lower[0], low[2], lower[2]), as: SIMD4<Double>.self)
            (to + 64).storeBytes(of: SIMD4(low[1], lower[1], low[3], lower[3]), as: SIMD4<Double>.self)
            (to + 128).storeBytes(of: SIMD4(high[0], higher[0], high[2], higher[2]), as: SIMD4<Double>.self)
            (to + 192).storeBytes(of: SIMD4(high[1], higher[1], high[3], higher[3]), as: SIMD4<Double>.self)
        }
    }
}

// Pairs of floats as doubles: the optimiser sees through two shuffles of floats, and would put each column together float by
// float.

/// The first two of each four, by turns.
@inline(__always) @_noLocks @_noAllocation
private func interleavedLow(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD4<Double> {
    unsafeBitCast(SIMD8(a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5]), to: SIMD4<Double>.self)
}

/// The last two of each four, by turns.
@inline(__always) @_noLocks @_noAllocation
private func interleavedHigh(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD4<Double> {
    unsafeBitCast(SIMD8(a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7]), to: SIMD4<Double>.self)
}

/// Four floats of a row, and four of the fourth row behind it.
@inline(__always) @_noLocks @_noAllocation
private func quarters(_ row: UnsafeRawPointer) -> SIMD8<Float> {
    let low = row.load(as: SIMD2<Double>.self)
    let high = row.load(fromByteOffset: 256, as: SIMD2<Double>.self)
    return unsafeBitCast(SIMD4(lowHalf: low, highHalf: high), to: SIMD8<Float>.self)
}

/// Turns 4 rows of 4 floats; rows lie `rowBytes` apart, columns `columnBytes`.
@inline(__always) @_noLocks @_noAllocation
func transpose4(
    _ rows: UnsafeMutableRawPointer, _ rowBytes: Int, into columns: UnsafeMutableRawPointer, _ columnBytes: Int
) {
    let a = rows.load(as: SIMD4<Float>.self)
    let b = rows.load(fromByteOffset: rowBytes, as: SIMD4<Float>.self)
    let c = rows.load(fromByteOffset: 2 &* rowBytes, as: SIMD4<Float>.self)
    let d = rows.load(fromByteOffset: 3 &* rowBytes, as: SIMD4<Float>.self)
    columns.storeBytes(of: SIMD4(a[0], b[0], c[0], d[0]), as: SIMD4<Float>.self)
    columns.storeBytes(of: SIMD4(a[1], b[1], c[1], d[1]), toByteOffset: columnBytes, as: SIMD4<Float>.self)
    columns.storeBytes(of: SIMD4(a[2], b[2], c[2], d[2]), toByteOffset: 2 &* columnBytes, as: SIMD4<Float>.self)
    columns.storeBytes(of: SIMD4(a[3], b[3], c[3], d[3]), toByteOffset: 3 &* columnBytes, as: SIMD4<Float>.self)
}

/// The sum of each of 16 rows, in its lane; always in the same order.
@inline(__always) @_noLocks @_noAllocation
func totals(_ rows: UnsafePointer<SIMD16<Float>>) -> SIMD16<Float> {
    SIMD16(
        lowHalf: SIMD8(lowHalf: fourTotals(rows), highHalf: fourTotals(rows + 4)),
        highHalf: SIMD8(lowHalf: fourTotals(rows + 8), highHalf: fourTotals(rows + 12)))
}

@inline(__always) @_noLocks @_noAllocation
private func fourTotals(_ rows: UnsafePointer<SIMD16<Float>>) -> SIMD4<Float> {
    let a = quarterTotal(rows[0])
    let b = quarterTotal(rows[1])
    let c = quarterTotal(rows[2])
    let d = quarterTotal(rows[3])
    let first = pairs(SIMD4(a[0], b[0], a[1], b[1]) + SIMD4(a[2], b[2], a[3], b[3]))
    let last = pairs(SIMD4(c[0], d[0], c[1], d[1]) + SIMD4(c[2], d[2], c[3], d[3]))
    return floats(SIMD2(first[0], last[0])) + floats(SIMD2(first[1], last[1]))
}

@inline(__always) @_noLocks @_noAllocation
private func pairs(_ x: SIMD4<Float>) -> SIMD2<Double> { unsafeBitCast(x, to: SIMD2<Double>.self) }

@inline(__always) @_noLocks @_noAllocation
private func floats(_ x: SIMD2<Double>) -> SIMD4<Float> { unsafeBitCast(x, to: SIMD4<Float>.self) }

@inline(__always) @_noLocks @_noAllocation
private func quarterTotal(_ row: SIMD16<Float>) -> SIMD4<Float> {
    let eight = row.lowHalf + row.highHalf
    return eight.lowHalf + eight.highHalf
}
