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
            let to = target + (j * 4 * 64 + i * 32)
            to.storeBytes(of: SIMD8(a[0], b[0], c[0], d[0], a[4], b[4], c[4], d[4]), as: SIMD8<Float>.self)
            (to + 64).storeBytes(of: SIMD8(a[1], b[1], c[1], d[1], a[5], b[5], c[5], d[5]), as: SIMD8<Float>.self)
            (to + 128).storeBytes(of: SIMD8(a[2], b[2], c[2], d[2], a[6], b[6], c[6], d[6]), as: SIMD8<Float>.self)
            (to + 192).storeBytes(of: SIMD8(a[3], b[3], c[3], d[3], a[7], b[7], c[7], d[7]), as: SIMD8<Float>.self)
        }
    }
}

/// Four floats of a row, and four of the fourth row behind it.
@inline(__always) @_noLocks @_noAllocation
private func quarters(_ row: UnsafeRawPointer) -> SIMD8<Float> {
    SIMD8(lowHalf: row.load(as: SIMD4<Float>.self), highHalf: row.load(fromByteOffset: 256, as: SIMD4<Float>.self))
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
    let even = SIMD4(a[0], b[0], c[0], d[0]) + SIMD4(a[2], b[2], c[2], d[2])
    let odd = SIMD4(a[1], b[1], c[1], d[1]) + SIMD4(a[3], b[3], c[3], d[3])
    return even + odd
}

@inline(__always) @_noLocks @_noAllocation
private func quarterTotal(_ row: SIMD16<Float>) -> SIMD4<Float> {
    let eight = row.lowHalf + row.highHalf
    return eight.lowHalf + eight.highHalf
}
