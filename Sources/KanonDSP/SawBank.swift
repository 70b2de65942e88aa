import KanonState

/// What 16 saws need for a cell, found for all of them at once: rows of 16 lanes.
///
/// Method: as `wraps` and `saw`, with lanes across voices and in Double, which holds phases times a cell exactly. A wrap at the
/// very edge of the reach may count or not: the step is over there.
///
/// Measured (callgrind, AVX2, two saws a voice): 8.7 instructions a voice-sample, saw by saw 11.3; "a bank of saws is the saws":
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

/// The 16 frames of the saw of one lane without its edges, of rows that `prepareSaws` has filled.
@inline(__always) @_noLocks @_noAllocation
func sawWithoutEdges(_ rows: UnsafePointer<SIMD16<Float>>, lane: Int) -> SIMD16<Float> {
    let values = UnsafeRawPointer(rows).assumingMemoryBound(to: Float.self) + lane
    let inner = multiplyAdd(
        framesFromMiddle, SIMD16(repeating: values[16 * SawRow.quadratic]), SIMD16(repeating: values[16 * SawRow.linear]))
    return multiplyAdd(framesFromMiddle, inner, SIMD16(repeating: values[16 * SawRow.constant]))
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

/// Draws one cell of 16 saws as the voices do, a voice after the other, for the tests. `memory`: 8 rows.
@_noLocks @_noAllocation
public func renderSawBank(
    _ lanes: PhaseLanes, memory: UnsafeMutablePointer<SIMD16<Float>>, steps: UnsafePointer<Float>,
    into frames: UnsafeMutablePointer<Float>
) {
    prepareSaws(lanes, into: memory)
    for lane in 0..<16 {
        var wave = sawWithoutEdges(memory, lane: lane)
        var edge: Float = 0
        while lanesWithEdge(memory, number: edge) & (1 &<< UInt16(truncatingIfNeeded: lane)) != 0 {
            wave -= sawEdge(memory, lane: lane, number: edge, steps: steps)
            edge += 1
        }
        UnsafeMutableRawPointer(frames + 16 * lane).storeBytes(of: wave, as: SIMD16<Float>.self)
    }
}
