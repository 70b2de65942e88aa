import KanonState

/// Takes the cell that ended into the pre-delay, and the coming one from there through the all-passes.
@inline(never) @_noLocks @_noAllocation
func diffused(
    _ state: UnsafeMutablePointer<ReverbState>, decay: Float, sampleRate: Float, fadeShare: Float, isMoving: Bool
) -> (SIMD16<Float>, SIMD16<Float>) {
    let cut = onePole(state.pointee.cutPole.value)
    let gate = values(state.pointee.gate)
    let before = state.pointee.diffuserGains
    if isMoving {
        // An all-pass of length n and gain g falls by 60 dB in n·3/−log₁₀ g: at most a third of the decay.
        var frames = SIMD16<Float>.zero
        for number in 0..<8 { frames[number] = Float(state.pointee.diffuserFrames[number]) }
        let most = SIMD16<Float>(0.7, 0.7, 0.6, 0.6, 0.7, 0.7, 0.6, 0.6, 0, 0, 0, 0, 0, 0, 0, 0)
        let bounds = exponential2(frames * (-29.897_35 / (decay * sampleRate)))
        state.pointee.diffuserGains = minimum(most, bounds).lowHalf
    }
    // Longer silent than any of them is long, they hold nothing above −120 dB.
    let isQuiet = Float(state.pointee.quietCells) * 16 > 0.014 * sampleRate
    var result = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    for side in 0..<2 {
        let input = state.pointee.input[side] * gate
        var clean = input - lowPass(input, cut, &state.pointee.cut[side])
        if !isAny(magnitude(clean), above: 1e-7) {
            clean = .zero
            state.pointee.cut[side] = 0
        }
        write(clean, to: state.pointee.preDelays[side])
        advance(&state.pointee.preDelays[side])
        var x = read(state.pointee.preDelays[side], state.pointee.preDelayTap, share: fadeShare)
        let isSilent = isQuiet && !isAny(magnitude(x), above: 1e-7)
        for stage in 0..<4 {
            let number = 4 &* side &+ stage
            var gain = SIMD16<Float>(repeating: before[number])
            if isMoving {
                let step = (state.pointee.diffuserGains[number] - before[number]) * 0.0625
                gain = multiplyAdd(frameNumbers, SIMD16(repeating: step), gain)
            }
            let delayed = load(past(state.pointee.diffusers[number], state.pointee.diffuserFrames[number]))
            let inside = subtractProduct(delayed, gain, from: x)
            write(isSilent ? .zero : inside, to: state.pointee.diffusers[number])
            advance(&state.pointee.diffusers[number])
            x = multiplyAdd(inside, gain, delayed)
        }
        result[side] = x * 0.5
    }
    return (result[0], result[1])
}
