import KanonState

/// What 16 saws need for a cell, found for all of them at once: rows of 16 lanes.
///
/// Method: as `wraps` and `saw`, with lanes across voices and in Double, which holds phases times a cell exactly. A wrap at the
/// very edge of the reach may count or not: the step is over there.
///
/// Measured: "a bank of saws is the saws":
/// within 5·10⁻⁶, and 10⁻⁴ where a wrap lies on the very edge of its reach.
@inline(__always) @_noLocks @_noAllocation
func prepareSaws(_ lanes: PhaseLanes, into rows: UnsafeMutablePointer<SIMD16<Float>>) {
    let phase = doubles(signed(lanes.phase ^ SIMD16(repeating: 0x8000_0000))) + 0x1p31
    var speed = doubles(signed(lanes.increment))
    var bend = doubles(lanes.ramp)
    // Where the speed changes by more than a sixteenth within the cell, its mean is taken.
    let isBent = isBelow(speed, magnitude(bend) * 256)
    let mean = minimum(maximum(speed + bend * 7.5, SIMD16<Double>.zero), SIMD16<Double>(repeating: 0x1p32))
    speed = speed.replacing(with: mean, where: isBent)
    bend = bend.replacing(with: SIMD16<Double>.zero, where: isBent)

    let reach = Double(stepReach)
    let end = reach + 15
    let passed = wholeTurns(phase - speed * reach + bend * (reach * (reach + 1) / 2))
    let reached = wholeTurns(phase + speed * end + bend * (end * (end - 1) / 2))
    let distance = floats(phase + speed * 7.5 + bend * 24.375 - (passed + 1) * 0x1p32)
    let middleSpeed = floats(speed + bend * 7)
    let curve = floats(bend) * 0.5

    let framesPerPhase = SIMD16<Float>(repeating: 1) / middleSpeed
    rows[SawRow.linear] = middleSpeed * 0x1p-31
    rows[SawRow.quadratic] = curve * 0x1p-31
    rows[SawRow.constant] = multiplyAdd(distance, SIMD16(repeating: 0x1p-31), SIMD16(repeating: 1))
    rows[SawRow.framesPerTurn] = framesPerPhase * 0x1p32
    rows[SawRow.bow] = curve * framesPerPhase
    rows[SawRow.frames] = distance * framesPerPhase
    rows[SawRow.count] = floats(reached - passed)
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

/// What the edge `number` (0…) of one lane takes from it.
@inline(__always) @_noLocks @_noAllocation
func sawEdge(_ rows: UnsafePointer<SIMD16<Float>>, lane: Int, number: Float, steps: UnsafePointer<Float>) -> SIMD16<Float> {
    let values = UnsafeRawPointer(rows).assumingMemoryBound(to: Float.self) + lane
    let frames = values[16 * SawRow.frames] - number * values[16 * SawRow.framesPerTurn]
    return step(framesAgo: frames + values[16 * SawRow.bow] * frames * frames, steps)
}

/// The lanes that have an edge `number` in reach, a bit each.
@inline(__always) @_noLocks @_noAllocation
func lanesWithEdge(_ rows: UnsafePointer<SIMD16<Float>>, number: Float) -> UInt16 {
    bitSet(isBelow(SIMD16(repeating: number), rows[SawRow.count]))
}

/// The rows of `prepareSaws`.
enum SawRow {
    @inline(__always) static var linear: Int { @_noLocks @_noAllocation get { 0 } }
    @inline(__always) static var quadratic: Int { @_noLocks @_noAllocation get { 1 } }
    @inline(__always) static var constant: Int { @_noLocks @_noAllocation get { 2 } }
    @inline(__always) static var framesPerTurn: Int { @_noLocks @_noAllocation get { 3 } }
    @inline(__always) static var bow: Int { @_noLocks @_noAllocation get { 4 } }
    @inline(__always) static var frames: Int { @_noLocks @_noAllocation get { 5 } }
    @inline(__always) static var count: Int { @_noLocks @_noAllocation get { 6 } }
    /// Gains of the edges, of both sides: at the frames' middle, and behind that their change per frame.
    @inline(__always) static var leftGain: Int { @_noLocks @_noAllocation get { 7 } }
    @inline(__always) static var rightGain: Int { @_noLocks @_noAllocation get { 9 } }
}

/// Phases as whole turns, rounded down; an exact number of turns may come out one lower.
@inline(__always) @_noLocks @_noAllocation
private func wholeTurns(_ phase: SIMD16<Double>) -> SIMD16<Double> {
    // Adding 1.5·2⁵² rounds to the nearest whole number.
    let round = SIMD16<Double>(repeating: 6_755_399_441_055_744)
    return ((phase * 0x1p-32 - 0.5) + round) - round
}

@inline(__always) @_noLocks @_noAllocation
private func isBelow(_ a: SIMD16<Double>, _ b: SIMD16<Double>) -> SIMDMask<SIMD16<Int64>> { a .< b }

@inline(__always) @_noLocks @_noAllocation
private func minimum(_ a: SIMD16<Double>, _ b: SIMD16<Double>) -> SIMD16<Double> { a.replacing(with: b, where: b .< a) }

@inline(__always) @_noLocks @_noAllocation
private func maximum(_ a: SIMD16<Double>, _ b: SIMD16<Double>) -> SIMD16<Double> { a.replacing(with: b, where: b .> a) }

@inline(__always) @_noLocks @_noAllocation
private func magnitude(_ x: SIMD16<Double>) -> SIMD16<Double> { maximum(x, SIMD16<Double>.zero - x) }

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
        var edge: Float = 0
        while lanesWithEdge(memory, number: edge) & (1 &<< UInt16(truncatingIfNeeded: lane)) != 0 {
            rows[lane] -= sawEdge(memory, lane: lane, number: edge, steps: steps)
            edge += 1
        }
    }
}
