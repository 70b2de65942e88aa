import KanonState

/// Passes a grid line: from where it is, `share` of the way to `target`, and all of it once the rest is small.
@inline(__always) @_noLocks @_noAllocation
func aim(_ glide: inout Glide, at target: Float, share: Float) {
    glide.value = glide.next
    let distance = target - glide.value
    // A hundredth of a percent, or −80 dB of a gain: no click is heard below it.
    glide.next = abs(distance) < 1e-4 * max(abs(target), 1) ? target : glide.value + distance * share
    glide.step = (glide.next - glide.value) * 0.0625
}

/// There at once.
@inline(__always) @_noLocks @_noAllocation
func snap(_ glide: inout Glide, to target: Float) {
    glide.value = target
    glide.next = target
    glide.step = 0
}

/// Its values in the 16 frames of the cell.
@inline(__always) @_noLocks @_noAllocation
func values(_ glide: Glide) -> SIMD16<Float> {
    multiplyAdd(frameNumbers, SIMD16(repeating: glide.step), SIMD16(repeating: glide.value))
}

/// Within `low`…`high`; what is not a number is `low`.
@inline(__always) @_noLocks @_noAllocation
func clamped(_ x: Float, _ low: Float, _ high: Float) -> Float { x > low ? (x < high ? x : high) : low }

/// The gains of a sound and of what an effect made of it, at equal power; exactly 1 and 0 where it is off.
@inline(__always) @_noLocks @_noAllocation
func mixGains(_ mix: Float) -> (dry: Float, wet: Float) {
    if mix <= 0 { return (1, 0) }
    if mix >= 1 { return (0, 1) }
    let gains = sineOfHalfTurns(
        SIMD16<Float>(0.5 - 0.5 * mix, 0.5 * mix, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
    return (gains[0], gains[1])
}
