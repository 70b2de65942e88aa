// One waveform at a time, without an engine: what the tests and the benchmarks call. Each draws `cells` times 16 frames and
// leaves what moves where the next cell would start.

/// Draws cells of one saw.
@_noLocks @_noAllocation
public func renderSaw(
    phase: inout UInt32, increment: inout UInt32, ramp: Int32, cells: Int, steps: UnsafePointer<Float>,
    into frames: UnsafeMutablePointer<Float>
) {
    for cell in 0..<cells {
        store(saw(phase: phase, increment: increment, ramp: ramp, steps: steps), frames, cell)
        advance(&phase, &increment, ramp)
    }
}

/// Draws cells of one triangle.
@_noLocks @_noAllocation
public func renderTriangle(
    phase: inout UInt32, increment: inout UInt32, ramp: Int32, cells: Int, steps: UnsafePointer<Float>,
    into frames: UnsafeMutablePointer<Float>
) {
    for cell in 0..<cells {
        store(triangle(phase: phase, increment: increment, ramp: ramp, steps: steps), frames, cell)
        advance(&phase, &increment, ramp)
    }
}

/// Draws cells of one pulse, whose width in turns changes by `widthStep` every frame.
@_noLocks @_noAllocation
public func renderPulse(
    phase: inout UInt32, increment: inout UInt32, ramp: Int32, width: inout Float, widthStep: Float, cells: Int,
    steps: UnsafePointer<Float>, into frames: UnsafeMutablePointer<Float>
) {
    for cell in 0..<cells {
        store(
            pulse(
                phase: phase, increment: increment, ramp: ramp, width: width, widthStep: widthStep, steps: steps),
            frames, cell)
        advance(&phase, &increment, ramp)
        width += 16 * widthStep
    }
}

/// Draws cells of white noise from frame `frame` on.
@_noLocks @_noAllocation
public func renderWhiteNoise(frame: UInt32, seed: UInt32, cells: Int, into frames: UnsafeMutablePointer<Float>) {
    for cell in 0..<cells {
        store(whiteNoise(frame: frame &+ 16 &* UInt32(truncatingIfNeeded: cell), seed: seed), frames, cell)
    }
}

/// Draws cells of pink noise from frame `frame` on, a multiple of 16.
@_noLocks @_noAllocation
public func renderPinkNoise(frame: UInt32, seed: UInt32, cells: Int, into frames: UnsafeMutablePointer<Float>) {
    for cell in 0..<cells {
        store(pinkNoise(frame: frame &+ 16 &* UInt32(truncatingIfNeeded: cell), seed: seed), frames, cell)
    }
}

/// Draws cells of nine drawbars, whose levels change by their steps every frame.
@_noLocks @_noAllocation
public func renderDrawbars(
    phase: inout UInt32, increment: inout UInt32, ramp: Int32, levels: UnsafeMutablePointer<SIMD16<Float>>,
    levelSteps: UnsafePointer<SIMD16<Float>>, cells: Int, into frames: UnsafeMutablePointer<Float>
) {
    for cell in 0..<cells {
        store(
            drawbars(phase: phase, increment: increment, ramp: ramp, levels: levels, levelSteps: levelSteps), frames,
            cell)
        advance(&phase, &increment, ramp)
        levels[0] = multiplyAdd(levelSteps[0], SIMD16(repeating: 16), levels[0])
    }
}

/// Draws cells of one synced saw, whose ratio changes by `ratioStep` every frame.
@_noLocks @_noAllocation
public func renderSyncedSaw(
    phase: inout UInt32, increment: inout UInt32, ramp: Int32, ratio: inout Float, ratioStep: Float, cells: Int,
    steps: UnsafePointer<Float>, into frames: UnsafeMutablePointer<Float>
) {
    for cell in 0..<cells {
        store(
            syncedSaw(
                phase: phase, increment: increment, ramp: ramp, ratio: ratio, ratioStep: ratioStep, steps: steps),
            frames, cell)
        advance(&phase, &increment, ramp)
        ratio += 16 * ratioStep
    }
}

/// Draws cells of one folded sine, whose depth in turns changes by `depthStep` every frame.
@_noLocks @_noAllocation
public func renderFold(
    phase: inout UInt32, increment: inout UInt32, ramp: Int32, depth: inout Float, depthStep: Float, cells: Int,
    into frames: UnsafeMutablePointer<Float>
) {
    for cell in 0..<cells {
        let folded = sine(phases(phase, increment, ramp))
        store(
            fold(folded, depth: depth, depthStep: depthStep, increment: increment, ramp: ramp, modulates: false), frames, cell)
        advance(&phase, &increment, ramp)
        depth += 16 * depthStep
    }
}

/// Draws cells of one sine.
@_noLocks @_noAllocation
public func renderSine(
    phase: inout UInt32, increment: inout UInt32, ramp: Int32, cells: Int, into frames: UnsafeMutablePointer<Float>
) {
    for cell in 0..<cells {
        store(sine(phases(phase, increment, ramp)), frames, cell)
        advance(&phase, &increment, ramp)
    }
}

/// Draws cells of a sine whose phase is modulated by another, to a depth in turns.
@_noLocks @_noAllocation
public func renderModulatedSine(
    phase: inout UInt32, increment: inout UInt32, ramp: Int32, modulatorPhase: inout UInt32,
    modulatorIncrement: inout UInt32, modulatorRamp: Int32, depth: Float, cells: Int,
    into frames: UnsafeMutablePointer<Float>
) {
    for cell in 0..<cells {
        let modulator = sine(phases(modulatorPhase, modulatorIncrement, modulatorRamp))
        store(
            sine(phase: phase, increment: increment, ramp: ramp, modulatedBy: modulator * depth, modulates: false), frames, cell)
        advance(&phase, &increment, ramp)
        advance(&modulatorPhase, &modulatorIncrement, modulatorRamp)
    }
}
@inline(__always) @_noLocks @_noAllocation
private func store(_ wave: SIMD16<Float>, _ frames: UnsafeMutablePointer<Float>, _ cell: Int) {
    UnsafeMutableRawPointer(frames + 16 * cell).storeBytes(of: wave, as: SIMD16<Float>.self)
}

@inline(__always) @_noLocks @_noAllocation
private func advance(_ phase: inout UInt32, _ increment: inout UInt32, _ ramp: Int32) {
    let bend = UInt32(bitPattern: ramp)
    phase &+= (increment &<< 4) &+ 120 &* bend
    increment &+= bend &<< 4
}
