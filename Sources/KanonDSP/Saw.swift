/// A rising sawtooth whose edges are band-limited: 16 consecutive frames of one oscillator, lanes across time.
///
/// Input: phase and phase per frame at frame 0 in turns of 2³², the latter's change per frame, and a filled `StepTable`.
/// Frame k has phase `phase + k·increment + ramp·k(k−1)/2`, wrapping. Output: −1…1, with ripples up to 1.2 around an edge.
///
/// Range: any increment below half a turn. Where the increment changes by more than a sixteenth within the 16 frames, they
/// are drawn with its mean, which keeps the phase at both ends (within 8·2⁻³² turns). Any other input gives samples within ±2.
///
/// Method: the ramp without its wraps, less a band-limited step for every wrap from 12 frames before the first frame to 12
/// after the last. Counted from the middle of the frames, a wrap that constant pitch would put at w comes at w − ½·ramp·w²/
/// increment; what is left out is below 10⁻⁶ frames for an octave a second. The step is continuous, so float precision is
/// enough for its time, and no wrap can come out on the wrong side.
///
/// Why: a function of the phase alone, so a cell that a note splits can be drawn twice. A wavetable costs more memory traffic
/// and a set of tables; steps with history cannot be drawn twice; a two-frame polynomial step aliases at −24 dBc.
///
/// Source: E. Brandt, "Hard Sync Without Aliasing", ICMC 2001, for steps added to a naive waveform; the step is `StepTable`'s.
///
/// Measured: "no alias of a saw is louder than −90 dB below its fundamental": C1 −134, C4 −121, C8 −98 dBc or less;
/// "the harmonics of a saw fall as they should": within 0.5 dB; "a bent saw follows its phase exactly": to −90 dB.
@inline(__always) @_noLocks @_noAllocation
func saw(phase: UInt32, increment: UInt32, ramp: Int32, steps: UnsafePointer<Float>) -> SIMD16<Float> {
    let start = Int64(phase)
    var slope = Int64(increment)
    var bend = Int64(ramp)
    // One comparison for |bend|·256 > slope.
    if UInt64(bitPattern: (bend &<< 8) &+ slope) > UInt64(bitPattern: slope &<< 1) {
        slope = max(0, min(((slope &<< 1) &+ 15 &* bend) &>> 1, 0x8000_0000))
        bend = 0
    }
    // Turns before the step of frame −12 and at frame 27.
    let passed = (start &- 12 &* slope &+ 78 &* bend) &>> 32
    let reached = (start &+ 27 &* slope &+ 351 &* bend) &>> 32

    // Phase between frames 7 and 8, from the first wrap in reach, in eighths so that it is exact.
    let middle: Int64 = (start &<< 3) &+ (60 &* slope) &+ (195 &* bend) &- ((passed &+ 1) &<< 35)
    let distance = Float(middle) * 0x1p-3
    let speed = Float(slope &+ 7 &* bend)
    let curve = Float(bend) * 0.5
    let linear = SIMD16<Float>(repeating: speed * 0x1p-31)
    let quadratic = SIMD16<Float>(repeating: curve * 0x1p-31)
    let constant = SIMD16<Float>(repeating: distance * 0x1p-31 + 1)
    var wave = multiplyAdd(
        framesFromMiddle, multiplyAdd(framesFromMiddle, quadratic, linear), constant)

    var left = reached &- passed
    guard left > 0 else { return wave }
    let framesPerPhase = 1 / speed
    let framesPerTurn = 0x1p32 * framesPerPhase
    let bow = curve * framesPerPhase
    var frames = distance * framesPerPhase
    repeat {
        wave -= step(framesAgo: frames + bow * frames * frames, steps)
        frames -= framesPerTurn
        left &-= 1
    } while left > 0
    return wave
}

/// Draws `cells` times 16 frames of one saw, and leaves phase and increment where the next would start.
@_noLocks @_noAllocation
public func renderSaw(
    phase: inout UInt32, increment: inout UInt32, ramp: Int32, cells: Int, steps: UnsafePointer<Float>,
    into frames: UnsafeMutablePointer<Float>
) {
    let bend = UInt32(bitPattern: ramp)
    for cell in 0..<cells {
        UnsafeMutableRawPointer(frames + 16 * cell).storeBytes(
            of: saw(phase: phase, increment: increment, ramp: ramp, steps: steps), as: SIMD16<Float>.self)
        phase &+= (increment &<< 4) &+ 120 &* bend
        increment &+= bend &<< 4
    }
}

/// The 16 frames around a step from 0 to 2 that came `framesAgo` before their middle, −19.5…19.5.
@inline(__always) @_noLocks @_noAllocation
private func step(framesAgo: Float, _ steps: UnsafePointer<Float>) -> SIMD16<Float> {
    // Adding 1.5·2²³ rounds to the nearest whole number and leaves it in the low bits.
    let shifted = framesAgo + 12_582_912
    let fraction = SIMD16<Float>(repeating: framesAgo - (shifted - 12_582_912))
    // Frame 0 is 7.5 frames before the middle, so it lies 8 less than that number behind the step, and ½ ± ½ frame more.
    let first = Int(shifted.bitPattern &- (0x4B40_0000 &- UInt32(StepTable.middle - 8)))
    // SAFETY: `saw` asks only for steps within 20 frames and half a frame for what its expansion leaves out: `first` was
    // 5…43 in 20 million random calls, and 16 floats from there end within the row of 64.
    let taps = UnsafeRawPointer(steps + first)
    var sum = row(taps, 5)
    sum = multiplyAdd(sum, fraction, row(taps, 4))
    sum = multiplyAdd(sum, fraction, row(taps, 3))
    sum = multiplyAdd(sum, fraction, row(taps, 2))
    sum = multiplyAdd(sum, fraction, row(taps, 1))
    return multiplyAdd(sum, fraction, row(taps, 0))
}

@inline(__always) @_noLocks @_noAllocation
private func row(_ taps: UnsafeRawPointer, _ power: Int) -> SIMD16<Float> {
    taps.loadUnaligned(fromByteOffset: power * StepTable.rowLength * 4, as: SIMD16<Float>.self)
}

/// The frames of a cell counted from their middle.
///
/// Not from the first: the optimiser peels lanes that are multiplied by 0 or 1, which costs a third of a cell without edges.
@inline(__always) private var framesFromMiddle: SIMD16<Float> {
    @_noLocks @_noAllocation get {
        SIMD16(-7.5, -6.5, -5.5, -4.5, -3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5)
    }
}
