import KanonState

/// Draws the oscillators of one group for a whole cell: a row a voice, a lane a frame.
@inline(__always) @_noLocks @_noAllocation
func drawOscillators(
    _ group: UnsafePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, steps: UnsafePointer<Float>,
    into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    for lane in 0..<16 {
        guard group.pointee.active & (1 &<< UInt16(truncatingIfNeeded: lane)) != 0 else {
            rows[lane] = .zero
            continue
        }
        var sum = SIMD16<Float>.zero
        for number in 0..<3 where part.pointee.oscillators[number].isAudible {
            let wave = oscillatorCell(
                group.pointee.oscillators[number], lane: lane, shape: part.pointee.oscillators[number].shape,
                steps: steps)
            let level = multiplyAdd(
                frameNumbers, SIMD16(repeating: part.pointee.oscillators[number].levelStep),
                SIMD16(repeating: part.pointee.oscillators[number].level))
            sum = multiplyAdd(wave, level, sum)
        }
        rows[lane] = sum
    }
}

/// Filters the frames `first ..< end` of a cell, lanes across voices, and adds them to the mix.
///
/// Method: state-variable filter with trapezoidal integrators, g and k ramped by the frame and divided exactly.
/// Source: A. Simper, "Linear Trapezoidal Integrated State Variable Filter", 2013; V. Zavalishin, "The Art of VA Filter
/// Design", 2012, ch. 4.
@inline(__always) @_noLocks @_noAllocation
func filterAndMix(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, first: Int, end: Int,
    frames: UnsafePointer<SIMD16<Float>>, left: UnsafeMutablePointer<SIMD16<Float>>,
    right: UnsafeMutablePointer<SIMD16<Float>>
) {
    var s1 = group.pointee.state1
    var s2 = group.pointee.state2
    var level = group.pointee.amp.level
    let slope = group.pointee.amp.slope
    // Added frame by frame, as the loudness is, so that a split cell gives the same sum.
    var modLevel = group.pointee.mod.level
    let modSlope = group.pointee.mod.slope
    let lowMix = SIMD16(repeating: part.pointee.lowMix)
    let bandMix = SIMD16(repeating: part.pointee.bandMix)
    let highMix = SIMD16(repeating: part.pointee.highMix)
    for frame in first..<end {
        let k = SIMD16(repeating: Float(frame))
        let g = multiplyAdd(k, group.pointee.tangentStep, group.pointee.tangent)
        let damping = multiplyAdd(k, group.pointee.dampingStep, group.pointee.damping)
        let h = 1 / multiplyAdd(g, g + damping, SIMD16(repeating: 1))
        let a2 = g * h
        let a3 = g * a2
        let v3 = frames[frame] - s2
        let v1 = multiplyAdd(a2, v3, h * s1)
        let v2 = multiplyAdd(a3, v3, multiplyAdd(a2, s1, s2))
        s1 = v1 + v1 - s1
        s2 = v2 + v2 - s2
        let high = frames[frame] - multiplyAdd(damping, v1, v2)
        let filtered = multiplyAdd(lowMix, v2, multiplyAdd(bandMix, damping * v1, highMix * high))
        level += slope
        modLevel += modSlope
        let loud = filtered * level
        // What is not finite is not mixed: the voice ends at the next grid line, alone.
        let heard = SIMD16<Float>.zero.replacing(with: loud, where: isSane(loud))
        left[frame] = multiplyAdd(heard, group.pointee.left, left[frame])
        right[frame] = multiplyAdd(heard, group.pointee.right, right[frame])
    }
    group.pointee.state1 = s1
    group.pointee.state2 = s2
    group.pointee.amp.level = level
    group.pointee.mod.level = modLevel
}
