import KanonState

/// Runs drive, chorus, delay and reverb over the frames `first ..< end` (0…16) of a cell, in place.
///
/// Call for all frames of every cell in their order; `control` counts as of the cell's first frame and may be anything: each
/// effect fades in and out, and moves to new values, by itself. An effect that is off and has rung out costs a comparison a
/// cell. Input that is not finite counts as 0. Every frame's result is the same however the cell is split.
///
/// Method: what chorus, delay and reverb add comes from sound more than a cell old, so it is drawn for whole cells at the
/// line; within the cell it is only mixed. The drive, which has no delay, is computed from the cell's begin as often as the
/// cell is split; its frames depend on earlier ones alone.
@_noLocks @_noAllocation
public func renderEffects(
    _ state: UnsafeMutablePointer<EffectsState>, _ control: UnsafePointer<EffectsControl>, first: Int, end: Int,
    left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>
) {
    if state.pointee.drive.isResting && state.pointee.chorus.isResting && state.pointee.delay.isResting
        && state.pointee.reverb.isResting
    {
        let isOff =
            control.pointee.drive.decibels <= 0 && control.pointee.chorus.mix <= 0
            && control.pointee.delay.mix <= 0 && control.pointee.reverb.mix <= 0
        // What is turned on within a cell waits for the next line.
        if isOff || first > 0 { return }
    }
    renderRunning(state, control, first: first, end: end, left: left, right: right)
}

@inline(never) @_noLocks @_noAllocation
private func renderRunning(
    _ state: UnsafeMutablePointer<EffectsState>, _ control: UnsafePointer<EffectsControl>, first: Int, end: Int,
    left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>
) {
    if first == 0 {
        let (rate, share) = (state.pointee.sampleRate, state.pointee.glideShare)
        passLine(&state.pointee.drive, control.pointee.drive, sampleRate: rate, share: share)
        passLine(&state.pointee.chorus, control.pointee.chorus, sampleRate: rate, share: share)
        passLine(&state.pointee.delay, control.pointee.delay, sampleRate: rate, share: share)
        passLine(&state.pointee.reverb, control.pointee.reverb, sampleRate: rate, share: share)
    }
    let x = load(left, into: first == 0 ? .zero : state.pointee.drive.input[0], first: first, end: end)
    let y = load(right, into: first == 0 ? .zero : state.pointee.drive.input[1], first: first, end: end)
    state.pointee.drive.input[0] = x
    state.pointee.drive.input[1] = y
    var cell: StereoCell = (x, y)
    if !state.pointee.drive.isResting { drive(&state.pointee.drive, &cell, end: end) }
    if !state.pointee.chorus.isResting { mix(&state.pointee.chorus, &cell) }
    if !state.pointee.delay.isResting { mix(&state.pointee.delay, &cell) }
    if !state.pointee.reverb.isResting { mix(&state.pointee.reverb, &cell) }
    store(cell.left, to: left, first: first, end: end)
    store(cell.right, to: right, first: first, end: end)
}

/// A cell of both sides, a lane a frame.
typealias StereoCell = (left: SIMD16<Float>, right: SIMD16<Float>)

@inline(__always) @_noLocks @_noAllocation
private func mix(_ state: UnsafeMutablePointer<ChorusState>, _ cell: inout StereoCell) {
    state.pointee.input[0] = cell.left
    state.pointee.input[1] = cell.right
    let dry = values(state.pointee.dry)
    let wet = values(state.pointee.wet)
    cell.left = multiplyAdd(state.pointee.copies[0], wet, cell.left * dry)
    cell.right = multiplyAdd(state.pointee.copies[1], wet, cell.right * dry)
}

@inline(__always) @_noLocks @_noAllocation
private func mix(_ state: UnsafeMutablePointer<DelayState>, _ cell: inout StereoCell) {
    state.pointee.input[0] = cell.left
    state.pointee.input[1] = cell.right
    let dry = values(state.pointee.dry)
    let wet = values(state.pointee.wet)
    cell.left = multiplyAdd(state.pointee.echoes[0], wet, cell.left * dry)
    cell.right = multiplyAdd(state.pointee.echoes[1], wet, cell.right * dry)
}

@inline(__always) @_noLocks @_noAllocation
private func mix(_ state: UnsafeMutablePointer<ReverbState>, _ cell: inout StereoCell) {
    state.pointee.input[0] = cell.left
    state.pointee.input[1] = cell.right
    let dry = values(state.pointee.dry)
    let straight = values(state.pointee.straight)
    let crossed = values(state.pointee.crossed)
    let (left, right) = (state.pointee.room[0], state.pointee.room[1])
    cell.left = multiplyAdd(left, straight, multiplyAdd(right, crossed, cell.left * dry))
    cell.right = multiplyAdd(right, straight, multiplyAdd(left, crossed, cell.right * dry))
}
