import KanonState

/// The way of the eight lines through a cell: delays and gains at its begin and its end.
typealias LineMoves = (
    delays: SIMD8<Float>, nextDelays: SIMD8<Float>, gains: SIMD8<Float>, nextGains: SIMD8<Float>
)

/// Draws the coming cell of the eight lines; whether it is silent.
@inline(never) @_noLocks @_noAllocation
func runLines(
    _ state: UnsafeMutablePointer<ReverbState>, rows: UnsafeMutableRawPointer, _ moves: LineMoves,
    _ input: (SIMD16<Float>, SIMD16<Float>)
) -> Bool {
    // SAFETY: the caller hands over the state's `rows`, eight of 16 floats.
    let x = rows.assumingMemoryBound(to: SIMD16<Float>.self)
    for number in 0..<8 {
        x[number] = read(state.pointee.lines[number], from: moves.delays[number], to: moves.nextDelays[number])
    }
    let sum = (x[0] - x[2]) + (x[4] - x[6])
    let difference = (x[1] - x[3]) + (x[5] - x[7])
    state.pointee.room[0] = sum + difference
    state.pointee.room[1] = sum - difference
    state.pointee.low = dampLines(
        rows, columns: &state.pointee.columns, moves, pole: state.pointee.pole.value, last: state.pointee.low)
    let a = (x[0] + x[1], x[0] - x[1], x[2] + x[3], x[2] - x[3])
    let b = (x[4] + x[5], x[4] - x[5], x[6] + x[7], x[6] - x[7])
    let c = (a.0 + a.2, a.1 + a.3, a.0 - a.2, a.1 - a.3)
    let d = (b.0 + b.2, b.1 + b.3, b.0 - b.2, b.1 - b.3)
    x[0] = c.0 + d.0 + input.0
    x[1] = c.1 + d.1 + input.1
    x[2] = c.2 + d.2 + input.0
    x[3] = c.3 + d.3 + input.1
    x[4] = c.0 - d.0 + input.0
    x[5] = c.1 - d.1 + input.1
    x[6] = c.2 - d.2 + input.0
    x[7] = c.3 - d.3 + input.1
    var squares = SIMD16<Float>.zero
    for number in 0..<8 { squares = multiplyAdd(x[number], x[number], squares) }
    // −130 dB.
    let isSilent = !isAny(squares, above: 1e-13)
    if isSilent { state.pointee.low = .zero }
    for number in 0..<8 {
        write(isSilent ? .zero : x[number], to: state.pointee.lines[number])
        advance(&state.pointee.lines[number])
    }
    return isSilent
}

/// Low-passes and scales a cell of the eight lines in place, lanes across lines; gives what the low-passes remember.
///
/// Method: turned in blocks of 4×4, frame by frame, and turned back: half the cost of `OnePole`, whose lanes are frames, eight
/// times.
@inline(never) @_noLocks @_noAllocation
private func dampLines(
    _ rows: UnsafeMutableRawPointer, columns: UnsafeMutableRawPointer, _ moves: LineMoves, pole: Float,
    last: SIMD8<Float>
) -> SIMD8<Float> {
    for lines in 0..<2 {
        for frames in 0..<4 {
            transpose4(
                rows + (256 &* lines &+ 16 &* frames), 64, into: columns + (128 &* frames &+ 16 &* lines), 32)
        }
    }
    let passed = SIMD8<Float>(repeating: 1 - pole)
    let kept = SIMD8<Float>(repeating: pole)
    let step = (moves.nextGains - moves.gains) * 0.0625
    var gain = moves.gains
    var y = last
    for frame in 0..<16 {
        y = columns.load(fromByteOffset: 32 &* frame, as: SIMD8<Float>.self) * passed + y * kept
        columns.storeBytes(of: y * gain, toByteOffset: 32 &* frame, as: SIMD8<Float>.self)
        gain += step
    }
    for lines in 0..<2 {
        for frames in 0..<4 {
            transpose4(
                columns + (128 &* frames &+ 16 &* lines), 32, into: rows + (256 &* lines &+ 16 &* frames), 64)
        }
    }
    return y
}

/// A cell of one line whose delay goes from one number of frames to another, at most a frame further.
@inline(__always) @_noLocks @_noAllocation
private func read(_ ring: borrowing FrameRing, from delay: Float, to next: Float) -> SIMD16<Float> {
    let whole = Int((delay + next) * 0.5) &+ 1
    // The frame before belongs to it, too: it is the one that is looked for.
    let start = past(ring, whole &+ 1)
    let f = Float(whole) - delay
    let g = Float(whole) - next
    if f == 1 && g == 1 { return load(start + 2) }
    let a = cubicWeights(f)
    let b = (cubicWeights(g) - a) * 0.0625
    // SAFETY: four frames a frame of a cell that ends 16 frames or more before the position, or in the repeat.
    var y = load(start) * multiplyAdd(frameNumbers, SIMD16(repeating: b.x), SIMD16(repeating: a.x))
    y = multiplyAdd(load(start + 1), multiplyAdd(frameNumbers, SIMD16(repeating: b.y), SIMD16(repeating: a.y)), y)
    y = multiplyAdd(load(start + 2), multiplyAdd(frameNumbers, SIMD16(repeating: b.z), SIMD16(repeating: a.z)), y)
    return multiplyAdd(load(start + 3), multiplyAdd(frameNumbers, SIMD16(repeating: b.w), SIMD16(repeating: a.w)), y)
}

/// Lagrange's weights of the frames −1, 0, 1, 2 for the place f.
@inline(__always) @_noLocks @_noAllocation
private func cubicWeights(_ f: Float) -> SIMD4<Float> {
    let a = f * (f - 1)
    let b = (f + 1) * (f - 2)
    return SIMD4(a * (2 - f) * (1 / 6), b * (f - 1) * 0.5, -(b * f) * 0.5, a * (f + 1) * (1 / 6))
}
