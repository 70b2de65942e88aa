import KanonState

/// Echoes: takes the cell that ended, with what of the echoes comes again, and draws the echoes of the coming one.
///
/// Input: `DelayControl`, the cell in `DelayState.input`. Output: the cell in `echoes`.
/// Method: one past a side; what is written to it is the input and the echo through a high- and a low-pass times feedback,
/// each side's to the other by the share of ping-pong. A new time is a crossfade of 20 ms to another tap; while one goes on,
/// the next waits. Why: a moving tap would bend the pitch by more than the time is changed.
/// A cell of which nothing is above −120 dB is written as silence, so that tails end.
/// Measured: "an echo comes on its frame, and again", "no parameter clicks, however it jumps".
@inline(__always) @_noLocks @_noAllocation
func passLine(
    _ state: UnsafeMutablePointer<DelayState>, _ control: borrowing DelayControl, sampleRate: Float, share: Float
) {
    let isOpen = control.mix > 0
    if state.pointee.isResting {
        if !isOpen { return }
        state.pointee.isResting = false
        // The cell that ended then, long ago.
        state.pointee.input = InlineArray(repeating: .zero)
        let shares = echoTargets(state, control, sampleRate: sampleRate)
        snap(&state.pointee.feedback, to: shares.feedback)
        snap(&state.pointee.pingPong, to: shares.pingPong)
        snap(&state.pointee.pole, to: shares.pole)
        snap(&state.pointee.cutPole, to: shares.cutPole)
        for side in 0..<2 {
            state.pointee.taps[side].progress = 0
            let frames = tapFrames(side == 0 ? control.leftFrames : control.rightFrames, state, sampleRate)
            state.pointee.taps[side].frames = frames
            state.pointee.taps[side].nextFrames = frames
        }
    }
    writeEchoes(state, isOpen: isOpen || state.pointee.wet.next > 0)
    aim(&state.pointee.gate, at: isOpen ? 1 : 0, share: share)

    let mix = mixGains(control.mix)
    aim(&state.pointee.wet, at: mix.wet, share: share)
    aim(&state.pointee.dry, at: mix.dry, share: share)
    let targets = echoTargets(state, control, sampleRate: sampleRate)
    aim(&state.pointee.feedback, at: targets.feedback, share: share)
    aim(&state.pointee.pingPong, at: targets.pingPong, share: share)
    aim(&state.pointee.pole, at: targets.pole, share: share)
    aim(&state.pointee.cutPole, at: targets.cutPole, share: share)

    let fadeShare = 16 / (0.02 * sampleRate)
    for side in 0..<2 {
        aim(
            &state.pointee.taps[side],
            at: tapFrames(side == 0 ? control.leftFrames : control.rightFrames, state, sampleRate), share: fadeShare)
        state.pointee.echoes[side] = read(state.pointee.rings[side], state.pointee.taps[side], share: fadeShare)
    }
}

/// Takes the cell that ended and the echoes of it into the past.
@inline(__always) @_noLocks @_noAllocation
private func writeEchoes(_ state: UnsafeMutablePointer<DelayState>, isOpen: Bool) {
    let low = onePole(state.pointee.pole.value)
    let cut = onePole(state.pointee.cutPole.value)
    let feedback = values(state.pointee.feedback)
    let crossing = values(state.pointee.pingPong)
    var again = (state.pointee.echoes[0], state.pointee.echoes[1])
    again.0 = lowPass(again.0 - lowPass(again.0, cut, &state.pointee.cut[0]), low, &state.pointee.low[0]) * feedback
    again.1 = lowPass(again.1 - lowPass(again.1, cut, &state.pointee.cut[1]), low, &state.pointee.low[1]) * feedback
    let difference = crossing * (again.1 - again.0)
    let gate = values(state.pointee.gate)
    let left = state.pointee.input[0] * gate
    let right = state.pointee.input[1] * gate
    // At full ping-pong the middle goes in on the left, where echoes begin.
    var newLeft = multiplyAdd(crossing * 0.5, right - left, left) + again.0 + difference
    var newRight = right - crossing * right + again.1 - difference
    let isSilent = !isAny(magnitude(newLeft) + magnitude(newRight), above: 1e-6)
    if isSilent {
        newLeft = .zero
        newRight = .zero
        state.pointee.low = [0, 0]
        state.pointee.cut = [0, 0]
    }
    write(newLeft, to: state.pointee.rings[0])
    write(newRight, to: state.pointee.rings[1])
    advance(&state.pointee.rings[0])
    advance(&state.pointee.rings[1])
    state.pointee.quietCells = isSilent ? state.pointee.quietCells &+ 1 : 0
    if !isOpen && state.pointee.quietCells &* 16 > state.pointee.rings[0].length { state.pointee.isResting = true }
}

@inline(__always) @_noLocks @_noAllocation
private func tapFrames(_ frames: Float, _ state: UnsafePointer<DelayState>, _ sampleRate: Float) -> Int {
    Int(clamped(frames, max(16, 0.001 * sampleRate), state.pointee.greatestFrames) + 0.5)
}

/// The control as the echoes take it.
@inline(__always) @_noLocks @_noAllocation
private func echoTargets(
    _ state: UnsafeMutablePointer<DelayState>, _ control: borrowing DelayControl, sampleRate: Float
) -> (feedback: Float, pingPong: Float, pole: Float, cutPole: Float) {
    (
        // What is off may ring out at once.
        control.mix > 0 ? clamped(control.feedback, 0, 0.95) : 0, clamped(control.pingPong, 0, 1),
        cornerPole(&state.pointee.corner, clamped(control.dampingHertz, 500, 20_000), sampleRate),
        cornerPole(&state.pointee.cutCorner, clamped(control.lowCutHertz, 5, 2000), sampleRate)
    )
}
