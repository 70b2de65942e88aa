@inline(__always) @_noLocks @_noAllocation
func saw(phase: UInt32, increment: UInt32, ramp: Int32, steps: UnsafePointer<Float>) -> SIMD16<Float> {
    halfTurns(phases(phase, increment, ramp) &+ 0x8000_0000)
}
