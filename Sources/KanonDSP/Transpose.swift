/// Turns 16 rows of 16 floats, so that lanes across time become lanes across voices.
///
/// Method: 4×4 blocks, which keep every row in one 128-bit register; measured faster than 8×8 and 16×16 blocks.
@inline(__always) @_noLocks @_noAllocation
func transpose(_ rows: UnsafePointer<SIMD16<Float>>, into columns: UnsafeMutablePointer<SIMD16<Float>>) {
    let source = UnsafeRawPointer(rows)
    let target = UnsafeMutableRawPointer(columns)
    let rowBytes = 64
    for i in 0..<4 {
        for j in 0..<4 {
            let from = source + (i * 4 * rowBytes + j * 16)
            let a = from.load(as: SIMD4<Float>.self)
            let b = (from + rowBytes).load(as: SIMD4<Float>.self)
            let c = (from + 2 * rowBytes).load(as: SIMD4<Float>.self)
            let d = (from + 3 * rowBytes).load(as: SIMD4<Float>.self)
            let to = target + (j * 4 * rowBytes + i * 16)
            to.storeBytes(of: SIMD4(a[0], b[0], c[0], d[0]), as: SIMD4<Float>.self)
            (to + rowBytes).storeBytes(of: SIMD4(a[1], b[1], c[1], d[1]), as: SIMD4<Float>.self)
            (to + 2 * rowBytes).storeBytes(of: SIMD4(a[2], b[2], c[2], d[2]), as: SIMD4<Float>.self)
            (to + 3 * rowBytes).storeBytes(of: SIMD4(a[3], b[3], c[3], d[3]), as: SIMD4<Float>.self)
        }
    }
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
