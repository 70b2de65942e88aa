/// The wraps of a phase whose joints are heard within a cell.
///
/// `count`: how many are in reach. `passed`: turns before the first of them, less one. `distance`: phase between frames 7 and
/// 8, from that first wrap on; `eighths`: the same times eight, exactly. `speed`: phase per frame there. `curve`: half the speed's change per frame. Phases in turns of
/// 2³². A tuple, because the witnesses of a structure would be weak symbols.
typealias Wraps = (count: Int64, passed: Int64, eighths: Int64, distance: Float, speed: Float, curve: Float)

/// Finds the wraps from `reach` frames before the first frame of a cell to `reach` after its last.
///
/// Input: phase and phase per frame at frame 0, the latter not below 0, and its change per frame, in turns of 2³². Where the
/// speed changes by more than a sixteenth within the cell, its mean is taken.
@inline(__always) @_noLocks @_noAllocation
func wraps(phase: Int64, speed: Int64, bend: Int64, reach: Int64) -> Wraps {
    var slope = speed
    var bend = bend
    // One comparison for |bend|·256 > slope.
    if UInt64(bitPattern: (bend &<< 8) &+ slope) > UInt64(bitPattern: slope &<< 1) {
        slope = max(0, min(((slope &<< 1) &+ 15 &* bend) &>> 1, 0x1_0000_0000))
        bend = 0
    }
    let end = reach &+ 15
    let first = phase &- reach &* slope &+ (reach &* (reach &+ 1) &>> 1) &* bend
    let last = phase &+ end &* slope &+ (end &* (end &- 1) &>> 1) &* bend
    let passed = first &>> 32
    let eighths = (phase &<< 3) &+ 60 &* slope &+ 195 &* bend &- ((passed &+ 1) &<< 35)
    return (
        (last &>> 32) &- passed, passed, eighths, Float(eighths) * 0x1p-3, Float(slope &+ 7 &* bend), Float(bend) * 0.5
    )
}

/// The unwrapped phase of each frame from the first wrap on, times `factor`, plus `constant`.
@inline(__always) @_noLocks @_noAllocation
func line(_ wraps: Wraps, times factor: Float, plus constant: Float) -> SIMD16<Float> {
    let inner = multiplyAdd(
        framesFromMiddle, SIMD16(repeating: wraps.curve * factor), SIMD16(repeating: wraps.speed * factor))
    return multiplyAdd(framesFromMiddle, inner, SIMD16(repeating: wraps.distance * factor + constant))
}

/// Adds a step from 0 to 2 at each wrap to `wave`, or takes it away if not `upwards`.
///
/// Method: counted from the middle of the frames, a wrap that constant speed would put at w comes at w − ½·bend·w²/speed;
/// what is left out is below 10⁻⁶ frames for an octave a second.
@inline(__always) @_noLocks @_noAllocation
func addSteps(at wraps: Wraps, to wave: inout SIMD16<Float>, upwards: Bool, _ steps: UnsafePointer<Float>) {
    var left = wraps.count
    guard left > 0 else { return }
    let framesPerPhase = 1 / wraps.speed
    let framesPerTurn = 0x1p32 * framesPerPhase
    let bow = wraps.curve * framesPerPhase
    var frames = wraps.distance * framesPerPhase
    repeat {
        let edge = step(framesAgo: frames + bow * frames * frames, steps)
        if upwards { wave += edge } else { wave -= edge }
        frames -= framesPerTurn
        left &-= 1
    } while left > 0
}

/// Frames that a step reaches to either side of its middle.
@inline(__always) var stepReach: Int64 { @_noLocks @_noAllocation get { 13 } }

/// Frames that a corner reaches to either side of its middle.
@inline(__always) var cornerReach: Int64 { @_noLocks @_noAllocation get { 9 } }

/// The 16 frames around a step from 0 to 2 that came `framesAgo` before their middle, −20.5…20.5.
@inline(__always) @_noLocks @_noAllocation
func step(framesAgo: Float, _ steps: UnsafePointer<Float>) -> SIMD16<Float> {
    let (taps, fraction) = taps(framesAgo, steps)
    var sum = row(taps, 6)
    sum = multiplyAdd(sum, fraction, row(taps, 5))
    sum = multiplyAdd(sum, fraction, row(taps, 4))
    sum = multiplyAdd(sum, fraction, row(taps, 3))
    sum = multiplyAdd(sum, fraction, row(taps, 2))
    sum = multiplyAdd(sum, fraction, row(taps, 1))
    return multiplyAdd(sum, fraction, row(taps, 0))
}

/// What the 16 frames around a corner that came `framesAgo` before their middle, −16.5…16.5, have more than a sharp one whose
/// slope grows by 1 a frame.
@inline(__always) @_noLocks @_noAllocation
func corner(framesAgo: Float, _ steps: UnsafePointer<Float>) -> SIMD16<Float> {
    let (taps, fraction) = taps(framesAgo, steps + StepTable.corner)
    var sum = row(taps, 5)
    sum = multiplyAdd(sum, fraction, row(taps, 4))
    sum = multiplyAdd(sum, fraction, row(taps, 3))
    sum = multiplyAdd(sum, fraction, row(taps, 2))
    sum = multiplyAdd(sum, fraction, row(taps, 1))
    return multiplyAdd(sum, fraction, row(taps, 0))
}

/// Where the taps of frame 0 lie, and the variable of their polynomials.
@inline(__always) @_noLocks @_noAllocation
private func taps(_ framesAgo: Float, _ rows: UnsafePointer<Float>) -> (UnsafeRawPointer, SIMD16<Float>) {
    // Adding 1.5·2²³ rounds to the nearest whole number and leaves it in the low bits.
    let shifted = framesAgo + 12_582_912
    let fraction = SIMD16<Float>(repeating: framesAgo - (shifted - 12_582_912))
    // Frame 0 is 7.5 frames before the middle, so it lies 8 less than that number behind the step, and ½ ± ½ frame more.
    let first = Int(shifted.bitPattern &- (0x4B40_0000 &- UInt32(StepTable.middle - 8)))
    // SAFETY: `wraps` counts only joints within 21 frames and half a frame for what its expansion leaves out, so `first` is
    // within 2…46, and 16 floats from there end within the row of 64.
    return (UnsafeRawPointer(rows + first), fraction)
}

@inline(__always) @_noLocks @_noAllocation
private func row(_ taps: UnsafeRawPointer, _ power: Int) -> SIMD16<Float> {
    taps.loadUnaligned(fromByteOffset: power * StepTable.rowLength * 4, as: SIMD16<Float>.self)
}
