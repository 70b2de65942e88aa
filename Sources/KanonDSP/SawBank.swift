import KanonState

/// What 16 saws need for a cell, found for all of them at once: rows of 16 lanes.
///
/// Method: as `wraps` and `saw`, with lanes across voices, phases counted from the middle of the frames in half turns. The phase
/// there is a whole number that wraps, and as a signed one the distance from the nearest edge: a float tells it the more exactly
/// the nearer the edge is. An edge at the very end of the reach may count or not: the step is over there.
///
/// Measured: "a bank of saws is the saws": within 5·10⁻⁶, and 10⁻⁴ where a wrap lies on the very edge of its reach.
@inline(__always) @_noLocks @_noAllocation
func prepareSaws(_ lanes: borrowing PhaseLanes, into rows: UnsafeMutablePointer<SIMD16<Float>>) {
    var increment = signed(lanes.increment)
    var ramp = lanes.ramp
    // Where the speed changes by more than a sixteenth within the cell, its mean is taken.
    let bentness = (increment &>> 8) &- magnitude(ramp)
    if isAnyNegative(bentness) { straighten(&increment, &ramp, where: isBelow(bentness, SIMD16(repeating: 0))) }
    // 7½ increments and 24⅜ ramps on.
    let slope = increment &+ (ramp &<< 2) &- ramp &+ (ramp &>> 2)
    let middle = signed(lanes.phase) &+ (slope &<< 3) &- (slope &>> 1)
    let distance = floats(of: middle) * 0x1p-31
    let linear = floats(of: increment &+ (ramp &<< 3) &- ramp) * 0x1p-31
    let quadratic = floats(of: ramp) * 0x1p-32

    let reach = SIMD16<Float>(repeating: Float(stepReach) + 7.5)
    let bow = multiplyAdd(quadratic, SIMD16(repeating: (Float(stepReach) + 7.5) * (Float(stepReach) + 7.5)), distance + 1)
    let first = edge(after: subtractProduct(linear, reach, from: bow))
    let last = edge(after: multiplyAdd(linear, reach, bow))
    let fromFirst = distance - first
    let framesPerHalfTurn = 1 / linear
    rows[SawRow.linear] = linear
    rows[SawRow.quadratic] = quadratic
    rows[SawRow.constant] = fromFirst + 1
    rows[SawRow.framesPerHalfTurn] = framesPerHalfTurn
    rows[SawRow.bow] = quadratic * framesPerHalfTurn
    rows[SawRow.frames] = fromFirst * framesPerHalfTurn
    rows[SawRow.span] = last - first
}

/// The first edge after a phase that is given in half turns, and one more.
@inline(__always) @_noLocks @_noAllocation
private func edge(after phase: SIMD16<Float>) -> SIMD16<Float> {
    // Adding 1.5·2²⁴ rounds to the nearest even number.
    let round = SIMD16<Float>(repeating: 25_165_824)
    return (phase + round) - round
}

@inline(never) @_noLocks @_noAllocation
private func straighten(_ increment: inout SIMD16<Int32>, _ ramp: inout SIMD16<Int32>, where bent: LaneMask) {
    let fifteen = (ramp &<< 4) &- ramp
    let mean = increment &+ (fifteen &>> 1)
    let still = SIMD16<Int32>(repeating: 0)
    increment.replace(with: mean.replacing(with: still, where: isBelow(mean, still)), where: bent)
    ramp.replace(with: still, where: bent)
}

@inline(__always) @_noLocks @_noAllocation
private func magnitude(_ x: SIMD16<Int32>) -> SIMD16<Int32> {
    let sign = x &>> 31
    return (x ^ sign) &- sign
}

/// What gains do to 16 saws: those of the frames' middle and their change per frame.
typealias SawGain = (middle: SIMD16<Float>, step: SIMD16<Float>)

/// The gain of one copy of an oscillator; nothing where a lane does not sound.
@inline(__always) @_noLocks @_noAllocation
func sawGain(_ ramp: RampLanes, _ share: Float, lanes: UInt16) -> SawGain {
    let (still, active) = (SIMD16<Float>.zero, mask(lanes))
    let middle = multiplyAdd(ramp.step, SIMD16(repeating: 7.5), ramp.value) * SIMD16(repeating: share)
    return (still.replacing(with: middle, where: active), still.replacing(with: ramp.step * SIMD16(repeating: share), where: active))
}

/// Adds 16 saws without their edges, of rows that `prepareSaws` has filled, to the coefficients of a polynomial of frames from
/// their middle, constant term first: times a gain that moves, they are one of third degree.
@inline(__always) @_noLocks @_noAllocation
func addSawLine(_ saws: UnsafePointer<SIMD16<Float>>, _ gain: SawGain, to line: UnsafeMutablePointer<SIMD16<Float>>) {
    let (constant, linear, quadratic) = (saws[SawRow.constant], saws[SawRow.linear], saws[SawRow.quadratic])
    line[0] = multiplyAdd(constant, gain.middle, line[0])
    line[1] = multiplyAdd(linear, gain.middle, multiplyAdd(constant, gain.step, line[1]))
    line[2] = multiplyAdd(quadratic, gain.middle, multiplyAdd(linear, gain.step, line[2]))
    line[3] = multiplyAdd(quadratic, gain.step, line[3])
}

/// Adds such a polynomial to the 16 frames of a cell, lanes across voices, or writes it there.
@inline(__always) @_noLocks @_noAllocation
func drawSawLine(_ line: UnsafePointer<SIMD16<Float>>, to frames: UnsafeMutablePointer<SIMD16<Float>>, adds: Bool) {
    let (constant, linear, quadratic, cubic) = (line[0], line[1], line[2], line[3])
    var k = SIMD16<Float>(repeating: -7.5)
    for frame in 0..<16 {
        let wave = multiplyAdd(multiplyAdd(multiplyAdd(cubic, k, quadratic), k, linear), k, constant)
        frames[frame] = adds ? frames[frame] + wave : wave
        k += 1
    }
}

/// What an edge of one lane takes from it: the first, or one that comes `later` half turns after it.
@inline(__always) @_noLocks @_noAllocation
func sawEdge(_ rows: UnsafePointer<SIMD16<Float>>, lane: Int, later: Float, steps: UnsafePointer<Float>) -> SIMD16<Float> {
    let values = UnsafeRawPointer(rows).assumingMemoryBound(to: Float.self) + lane
    let frames = values[16 * SawRow.frames] - later * values[16 * SawRow.framesPerHalfTurn]
    return step(framesAgo: frames + values[16 * SawRow.bow] * frames * frames, steps)
}

/// The lanes that have an edge in reach so much later than their first, a bit each.
@inline(__always) @_noLocks @_noAllocation
func lanesWithEdge(_ rows: UnsafePointer<SIMD16<Float>>, later: Float) -> UInt16 {
    bitSet(isBelow(SIMD16(repeating: later), rows[SawRow.span]))
}

/// The rows of `prepareSaws`.
enum SawRow {
    @inline(__always) static var linear: Int { @_noLocks @_noAllocation get { 0 } }
    @inline(__always) static var quadratic: Int { @_noLocks @_noAllocation get { 1 } }
    @inline(__always) static var constant: Int { @_noLocks @_noAllocation get { 2 } }
    @inline(__always) static var framesPerHalfTurn: Int { @_noLocks @_noAllocation get { 3 } }
    @inline(__always) static var bow: Int { @_noLocks @_noAllocation get { 4 } }
    @inline(__always) static var frames: Int { @_noLocks @_noAllocation get { 5 } }
    @inline(__always) static var span: Int { @_noLocks @_noAllocation get { 6 } }
    /// Gains of the edges, of both sides: at the frames' middle, and behind that their change per frame.
    @inline(__always) static var leftGain: Int { @_noLocks @_noAllocation get { 7 } }
    @inline(__always) static var rightGain: Int { @_noLocks @_noAllocation get { 9 } }
}

/// Draws one cell of 16 saws as the voices do, a voice after the other, for the tests. `memory`: 32 rows.
@_noLocks @_noAllocation
public func renderSawBank(
    _ lanes: PhaseLanes, memory: UnsafeMutablePointer<SIMD16<Float>>, steps: UnsafePointer<Float>,
    into frames: UnsafeMutablePointer<Float>
) {
    let (line, turned) = (memory + 12, memory + 16)
    prepareSaws(lanes, into: memory)
    for row in 0..<4 { line[row] = .zero }
    addSawLine(memory, (SIMD16(repeating: 1), .zero), to: line)
    drawSawLine(line, to: turned, adds: false)
    let rows = UnsafeMutableRawPointer(frames).assumingMemoryBound(to: SIMD16<Float>.self)
    transpose(turned, into: rows)
    for lane in 0..<16 {
        var later: Float = 0
        while lanesWithEdge(memory, later: later) & (1 &<< UInt16(truncatingIfNeeded: lane)) != 0 {
            rows[lane] -= sawEdge(memory, lane: lane, later: later, steps: steps)
            later += 2
        }
    }
}
