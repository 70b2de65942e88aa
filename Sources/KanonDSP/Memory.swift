/// 16 floats from any address.
@inline(__always) @_noLocks @_noAllocation
func load(_ frames: UnsafePointer<Float>) -> SIMD16<Float> {
    UnsafeRawPointer(frames).loadUnaligned(as: SIMD16<Float>.self)
}

/// 16 floats to any address.
@inline(__always) @_noLocks @_noAllocation
func store(_ x: SIMD16<Float>, to frames: UnsafeMutablePointer<Float>) {
    UnsafeMutableRawPointer(frames).storeBytes(of: x, as: SIMD16<Float>.self)
}

/// The frames `first ..< end` (0…16) of a cell in their lanes, what is not finite or above 10⁶ as 0; the other lanes as in `cell`.
@inline(__always) @_noLocks @_noAllocation
func load(_ frames: UnsafePointer<Float>, into cell: SIMD16<Float>, first: Int, end: Int) -> SIMD16<Float> {
    if first == 0 && end == 16 { return sane(load(frames)) }
    var x = cell
    for frame in first..<end { x[frame] = frames[frame &- first] }
    return sane(x)
}

/// Adds the lanes `first ..< end` (0…16) to what is in memory.
@inline(__always) @_noLocks @_noAllocation
func add(_ x: SIMD16<Float>, to frames: UnsafeMutablePointer<Float>, first: Int, end: Int) {
    if first == 0 && end == 16 { return store(load(frames) + x, to: frames) }
    for frame in first..<end { frames[frame &- first] += x[frame] }
}

/// The lanes `first ..< end` (0…16) to memory.
@inline(__always) @_noLocks @_noAllocation
func store(_ x: SIMD16<Float>, to frames: UnsafeMutablePointer<Float>, first: Int, end: Int) {
    if first == 0 && end == 16 { return store(x, to: frames) }
    for frame in first..<end { frames[frame &- first] = x[frame] }
}
