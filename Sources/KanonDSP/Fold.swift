/// A sine that a second sine folds: sin(2π·depth·x), 16 consecutive frames of one oscillator, lanes across time.
///
/// Input: the sine x, −1…1; the depth in turns above a quarter, at which nothing is folded yet, and its change per frame; phase
/// per frame as `saw`, and its change. Output: −1…1, odd harmonics alone, more of them the deeper.
///
/// Range: depths are held below what sounds clean at the pitch: of f turns a frame, 0.094 / (f + 30 f²). For harmonics end
/// where their number passes the depth in radians (Carson's rule), a little later the deeper (Bessel's functions), and of those
/// beyond half the rate none may come back below 18 kHz. Above C8 the limit lies below a quarter, and the sound gets softer.
///
/// Why: the sine of a sine, instead of folding triangles, has no corners, so that nothing else is needed against aliases.
/// Source: D. Arfib, "Digital Synthesis of Complex Spectra by Means of Multiplication of Nonlinear Distorted Sine Waves",
/// J. Audio Eng. Soc. 27, 1979; J. R. Carson, "Notes on the Theory of Modulation", Proc. IRE 10, 1922.
/// Measured: "a folded sine has no alias above −80 dB, however deep".
@inline(__always) @_noLocks @_noAllocation
func fold(_ x: SIMD16<Float>, depth: Float, depthStep: Float, increment: UInt32, ramp: Int32, modulates: Bool)
    -> SIMD16<Float>
{
    let speed = Float(increment) * 0x1p-32
    let start = cleanDepth(0.25 + depth, speed)
    let end = cleanDepth(0.25 + depth + 16 * depthStep, speed + Float(ramp) * 0x1p-28)
    let step = (end - start) * 0.0625
    return sineOfTurns(
        x * multiplyAdd(framesFromMiddle, SIMD16(repeating: step), SIMD16(repeating: start + 7.5 * step)), modulates: modulates)
}

/// The depth, or the greatest that is clean.
@inline(__always) @_noLocks @_noAllocation
private func cleanDepth(_ depth: Float, _ speed: Float) -> Float { min(depth, 0.094 / (speed + 30 * speed * speed)) }
