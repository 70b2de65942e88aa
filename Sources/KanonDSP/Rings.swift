import KanonState

/// Writes the cell at the ring's position.
@inline(__always) @_noLocks @_noAllocation
func write(_ x: SIMD16<Float>, to ring: borrowing FrameRing) {
    // SAFETY: the position is a multiple of 16 below the length, behind which the first 32 frames are repeated.
    store(x, to: ring.memory + ring.position)
    if ring.position < 32 { store(x, to: ring.memory + (ring.length &+ ring.position)) }
}

/// Goes on to the next cell.
@inline(__always) @_noLocks @_noAllocation
func advance(_ ring: inout FrameRing) {
    ring.position &+= 16
    if ring.position == ring.length { ring.position = 0 }
}

/// The frame `frames` (16 … length − 32) before the ring's position; 16 from there on may be read.
@inline(__always) @_noLocks @_noAllocation
func past(_ ring: borrowing FrameRing, _ frames: Int) -> UnsafePointer<Float> {
    let start = ring.position &- frames
    return UnsafePointer(ring.memory + (start < 0 ? start &+ ring.length : start))
}

/// The cell that a tap takes from its ring, crossfaded where it moves.
@inline(__always) @_noLocks @_noAllocation
func read(_ ring: borrowing FrameRing, _ tap: FrameTap, share: Float) -> SIMD16<Float> {
    let here = load(past(ring, tap.frames))
    guard tap.frames != tap.nextFrames else { return here }
    let there = load(past(ring, tap.nextFrames))
    let t = multiplyAdd(frameNumbers, SIMD16(repeating: share * 0.0625), SIMD16(repeating: tap.progress))
    let bounded = minimum(t, SIMD16(repeating: 1))
    // 3t² − 2t³ begins and ends level.
    let weight = bounded * bounded * (3 - 2 * bounded)
    return multiplyAdd(weight, there - here, here)
}

/// Passes a grid line after the cell was read: the fade goes on by `share`, or begins towards `target`.
@inline(__always) @_noLocks @_noAllocation
func aim(_ tap: inout FrameTap, at target: Int, share: Float) {
    if tap.frames != tap.nextFrames {
        tap.progress += share
        if tap.progress < 1 { return }
        tap.frames = tap.nextFrames
    }
    tap.progress = 0
    tap.nextFrames = target
}
