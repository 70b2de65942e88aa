/// Sets the step that takes `value` to `target` in the 16 frames of a cell, where `affected`; `fresh` lanes take it at once.
@inline(__always) @_noLocks @_noAllocation
func aim(
    _ value: inout SIMD16<Float>, _ step: inout SIMD16<Float>, at target: SIMD16<Float>, where affected: LaneMask,
    fresh: LaneMask
) {
    value.replace(with: target, where: fresh)
    step.replace(with: (target - value) * 0.0625, where: affected)
}
