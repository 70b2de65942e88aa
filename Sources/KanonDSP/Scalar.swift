/// 2 to the power of `x`; see the 16-lane form.
@_noLocks @_noAllocation
public func exponential2(_ x: Float) -> Float { exponential2(SIMD16<Float>(repeating: x))[0] }

/// The sine of a phase in turns of 2³²; see the 16-lane form.
@_noLocks @_noAllocation
public func sine(_ phase: UInt32) -> Float { sine(SIMD16<UInt32>(repeating: phase))[0] }

/// 32 bits without a pattern; see the 16-lane form.
@_noLocks @_noAllocation
public func hash(_ x: UInt32) -> UInt32 { hash(SIMD16<UInt32>(repeating: x))[0] }

/// The damping of the first filter stage at `resonance` 0…1 and a `steep` share 0…1 of the 24 dB response.
@_noLocks @_noAllocation
public func dampingOfFirstStage(resonance: Float, steep: Float) -> Float {
    let damping = dampingOfOneStage(SIMD16(repeating: resonance))[0]
    return damping + (dampingOfFirstOfTwo - damping) * steep
}

/// The damping of the second filter stage at `resonance` 0…1.
@_noLocks @_noAllocation
public func dampingOfSecondStage(resonance: Float) -> Float { dampingOfSecondStage(SIMD16<Float>(repeating: resonance))[0] }

/// The gain of one side for a sound at `nearness` 0…2 to it, 1 in the middle: 0, 1 and √2, equal power in between.
@_noLocks @_noAllocation
public func equalPowerGain(_ nearness: Float) -> Float {
    1.414_213_6 * sineOfHalfTurns(SIMD16<Float>(repeating: 0.25 * nearness))[0]
}

/// The height of a low-frequency oscillator of a shape (`LfoControl.Shape`) that all voices share, −1…1.
@_noLocks @_noAllocation
public func lfoHeight(shape: Int32, phase: UInt32, turns: UInt32) -> Float {
    lfoShape(shape, SIMD16(repeating: phase), SIMD16(repeating: turns))[0]
}
