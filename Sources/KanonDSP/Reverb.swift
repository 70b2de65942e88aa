import KanonState

/// A room: takes the cell that ended and draws the room in the coming one.
///
/// Input: `ReverbControl`, the cell in `ReverbState.input`. Output: the cell in `room`, at mix 1 as loud as steady noise that
/// goes in.
///
/// Method: pre-delay and high-pass, four all-passes a side, then eight delays that feed back into each other through a
/// Hadamard matrix, each through a low-pass and the gain with which its length makes 60 dB in the decay's time. Four of the
/// lengths swing by 0.2 ms, read by Lagrange's cubic. A new size moves the read heads by at most 1/64 frame a frame, a quarter
/// tone; a new pre-delay is a crossfade. The level is what the loop's gain and its low-pass leave of white noise, summed over
/// 16 bands; after a new decay it follows what the lines still hold. Short decays shorten ways and all-passes, which could not end sooner otherwise.
/// Why: every way is longer than a cell, so a lane is a frame; a cell of which nothing is above −120 dB is written as silence.
/// Source: J.-M. Jot, A. Chaigne, "Digital Delay Networks for Designing Artificial Reverberators", AES 90, 1991; J. Dattorro,
/// "Effect Design, Part 1: Reverberator and Other Filters", J. Audio Eng. Soc. 45, 1997.
/// Measured: "a room falls by 60 dB in its time, within a tenth": within 3 % from half a second on; "a room is dense after a
/// tenth of a second": 0.96 of noise's density; "the sides of a room have nothing in common": correlation 0.01.
@inline(__always) @_noLocks @_noAllocation
func passLine(
    _ state: UnsafeMutablePointer<ReverbState>, _ control: borrowing ReverbControl, sampleRate: Float, share: Float
) {
    let isOpen = control.mix > 0
    let isWaking = state.pointee.isResting
    if isWaking {
        if !isOpen { return }
        state.pointee.isResting = false
        // The cell that ended then, long ago.
        state.pointee.input = InlineArray(repeating: .zero)
    }
    // What is off rings out within a second.
    let seconds = clamped(control.decaySeconds, 0.1, 30)
    let wanted = isOpen ? seconds : min(seconds, 1)
    if wanted != state.pointee.seconds {
        state.pointee.seconds = wanted
        state.pointee.octaves = decayOctaves(wanted)
    }
    let octaves = state.pointee.octaves
    let pole = cornerPole(&state.pointee.corner, clamped(control.dampingHertz, 500, 20_000), sampleRate)
    let cutPole = cornerPole(&state.pointee.cutCorner, clamped(control.lowCutHertz, 5, 1000), sampleRate)
    let preDelay = Int(clamped(control.preDelaySeconds, 0, 0.2) * sampleRate)
    if isWaking {
        snap(&state.pointee.decayOctaves, to: octaves)
        snap(&state.pointee.pole, to: pole)
        snap(&state.pointee.cutPole, to: cutPole)
        state.pointee.preDelayTap.progress = 0
        state.pointee.preDelayTap.frames = max(preDelay, 16)
        state.pointee.preDelayTap.nextFrames = max(preDelay, 16)
    }
    aim(&state.pointee.decayOctaves, at: octaves, share: share)
    aim(&state.pointee.pole, at: pole, share: share)
    aim(&state.pointee.cutPole, at: cutPole, share: share)
    let isHeard = state.pointee.straight.next != 0
    // Gains and levels follow from what moves until it has arrived.
    let isMoving =
        isWaking || state.pointee.isMoving || state.pointee.decayOctaves.step != 0
        || state.pointee.pole.step != 0
    let decay = isMoving || isWaking ? exponential2(state.pointee.decayOctaves.next) : state.pointee.decay
    state.pointee.decay = decay
    let moves = aimLines(state, control, decay: decay, sampleRate: sampleRate, isWaking: isWaking, isMoving: isMoving)
    aimLevel(state, control, moves, share: share, isWaking: isWaking, isMoving: isMoving)

    let fadeShare = 16 / (0.02 * sampleRate)
    aim(&state.pointee.preDelayTap, at: max(preDelay, 16), share: fadeShare)
    let input = diffused(state, decay: decay, sampleRate: sampleRate, fadeShare: fadeShare, isMoving: isMoving)
    aim(&state.pointee.gate, at: isOpen ? 1 : 0, share: share)
    let isSilent = runLines(state, rows: &state.pointee.rows, moves, input)
    state.pointee.quietCells = isSilent ? state.pointee.quietCells &+ 1 : 0
    if !isOpen && !isHeard && state.pointee.quietCells > state.pointee.cellsOfPast { state.pointee.isResting = true }
}

/// The way of the eight lines through a cell: delays and gains at its begin and its end.
typealias LineMoves = (
    delays: SIMD8<Float>, nextDelays: SIMD8<Float>, gains: SIMD8<Float>, nextGains: SIMD8<Float>
)

@inline(__always) @_noLocks @_noAllocation
private func decayOctaves(_ seconds: Float) -> Float {
    // The logarithm's whole part from the exponent and a chord for the rest, then three steps of Newton's.
    var octaves = Float(Int32(bitPattern: seconds.bitPattern) &- 0x3F80_0000) * 0x1p-23
    for _ in 0..<3 { octaves += (seconds / exponential2(octaves) - 1) * 1.442_695 }
    return octaves
}

/// Moves lengths and gains on.
@inline(never) @_noLocks @_noAllocation
private func aimLines(
    _ state: UnsafeMutablePointer<ReverbState>, _ control: borrowing ReverbControl, decay: Float, sampleRate: Float,
    isWaking: Bool, isMoving: Bool
) -> LineMoves {
    // The longest way is at most a quarter of the decay.
    let size = min(clamped(control.size, 0.15, 1), decay * 2.5)
    // Whole frames, so that four of the lines need no interpolation.
    let magic = SIMD8<Float>(repeating: 12_582_912)
    let target = ((state.pointee.fullLengths * SIMD8(repeating: size)) + magic) - magic
    let distance = target - state.pointee.lengths
    let bound = SIMD16<Float>(repeating: isWaking ? 1e6 : 0.25)
    let bounded = minimum(SIMD16(lowHalf: distance, highHalf: SIMD8<Float>.zero - distance), bound)
    // The smaller of both directions, as minimum and maximum take 16 lanes.
    state.pointee.isMoving = isAny(magnitude(SIMD16(lowHalf: distance, highHalf: distance)), above: 0)
    state.pointee.lengths += bounded.lowHalf - bounded.highHalf - distance
    // Between 0.31 and 0.74 swings a second, each of another length.
    state.pointee.phase &+= UInt32(truncatingIfNeeded: Int64(16 / sampleRate * 0.05 * 4_294_967_296))
    let phase = state.pointee.phase
    let phases = SIMD16<UInt32>(
        phase &* 6, phase &* 9 &+ 0x5000_0000, phase &* 11 &+ 0xA000_0000, phase &* 15 &+ 0xF000_0000, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0)
    let swing = sine(phases).lowHalf * (0.0002 * sampleRate)
    let delays = state.pointee.lengths + swing
    var gains = state.pointee.gains
    if isMoving || state.pointee.isMoving {
        // 60 dB are 9.97 octaves; the matrix brings a factor of √8.
        let octaves = state.pointee.lengths * (-9.965_784 / (decay * sampleRate))
        gains = exponential2(SIMD16(lowHalf: octaves, highHalf: octaves)).lowHalf * 0.353_553_4
    }
    let moves: LineMoves = (
        delays: isWaking ? delays : state.pointee.delays, nextDelays: delays,
        gains: isWaking ? gains : state.pointee.gains, nextGains: gains
    )
    state.pointee.delays = delays
    state.pointee.gains = gains
    return moves
}

/// Aims the gains of the room and of the sound itself.
@inline(never) @_noLocks @_noAllocation
private func aimLevel(
    _ state: UnsafeMutablePointer<ReverbState>, _ control: borrowing ReverbControl, _ moves: LineMoves, share: Float,
    isWaking: Bool, isMoving: Bool
) {
    if isMoving || state.pointee.isMoving {
        let squares = moves.nextGains * moves.nextGains
        let four = squares.lowHalf + squares.highHalf
        // Of the mean square, without the matrix's factor of 8.
        let loop = four.x + four.y + four.z + four.w
        let pole = state.pointee.pole.next
        let response = (1 - pole) * (1 - pole) / (SIMD16<Float>(repeating: 1 + pole * pole) - bandCosines * (2 * pole))
        let powers = 1 / (1 - min(loop, 0.9999) * (response * bandInterpolation))
        let eight = powers.lowHalf + powers.highHalf
        let quarter = eight.lowHalf + eight.highHalf
        state.pointee.power = (quarter.x + quarter.y + (quarter.z + quarter.w)) * 0.0625
    }
    if isWaking { state.pointee.heldPower = state.pointee.power } else { followPower(state) }
    let power = state.pointee.heldPower
    let width = clamped(control.width, 0, 1)
    let mix = mixGains(control.mix)
    let level = mix.wet * inverseRoot(power * (1 + width * width))
    aim(&state.pointee.straight, at: level * 0.5 * (1 + width), share: share)
    aim(&state.pointee.crossed, at: level * 0.5 * (1 - width), share: share)
    aim(&state.pointee.dry, at: mix.dry, share: share)
}

/// What the lines hold comes to what they make of steady sound: each way replaces the share that it loses, which is the inverse of
/// the power.
@inline(__always) @_noLocks @_noAllocation
private func followPower(_ state: UnsafeMutablePointer<ReverbState>) {
    let distance = state.pointee.power - state.pointee.heldPower
    guard distance != 0 else { return }
    let four = state.pointee.lengths.lowHalf + state.pointee.lengths.highHalf
    let cells = (four.x + four.y + four.z + four.w) * (0.125 / 16) * state.pointee.power
    state.pointee.heldPower =
        abs(distance) < 1e-4 * state.pointee.power ? state.pointee.power : state.pointee.heldPower + distance / max(cells, 1)
}

/// 1/√x for x above 0, to 10⁻⁶: half the exponent, then Newton's steps.
@inline(__always) @_noLocks @_noAllocation
private func inverseRoot(_ x: Float) -> Float {
    var y = Float(bitPattern: 0x5F37_59DF &- (x.bitPattern &>> 1))
    for _ in 0..<3 { y *= 1.5 - 0.5 * x * y * y }
    return y
}

/// cos ω in the middles of 16 bands from 0 to half the rate.
@inline(__always) private var bandCosines: SIMD16<Float> {
    @_noLocks @_noAllocation get {
        SIMD16(
            0.995_184_7, 0.956_940_3, 0.881_921_3, 0.773_010_5, 0.634_393_3, 0.471_396_7, 0.290_284_7, 0.098_017_1,
            -0.098_017_1, -0.290_284_7, -0.471_396_7, -0.634_393_3, -0.773_010_5, -0.881_921_3, -0.956_940_3,
            -0.995_184_7)
    }
}

/// What interpolating half of the lines leaves of the power in the same bands, on average.
@inline(__always) private var bandInterpolation: SIMD16<Float> {
    @_noLocks @_noAllocation get {
        SIMD16(
            1.00000, 0.99989, 0.99913, 0.99676, 0.99143, 0.98171, 0.96628, 0.94426,
            0.91546, 0.88063, 0.84155, 0.80093, 0.76216, 0.72888, 0.70448, 0.69157)
    }
}

/// Takes the cell that ended into the pre-delay, and the coming one from there through the all-passes.
@inline(never) @_noLocks @_noAllocation
private func diffused(
    _ state: UnsafeMutablePointer<ReverbState>, decay: Float, sampleRate: Float, fadeShare: Float, isMoving: Bool
) -> (SIMD16<Float>, SIMD16<Float>) {
    let cut = onePole(state.pointee.cutPole.value)
    let gate = values(state.pointee.gate)
    let before = state.pointee.diffuserGains
    if isMoving {
        // An all-pass of length n and gain g falls by 60 dB in n·3/−log₁₀ g: at most a third of the decay.
        var frames = SIMD16<Float>.zero
        for number in 0..<8 { frames[number] = Float(state.pointee.diffuserFrames[number]) }
        let most = SIMD16<Float>(0.7, 0.7, 0.6, 0.6, 0.7, 0.7, 0.6, 0.6, 0, 0, 0, 0, 0, 0, 0, 0)
        let bounds = exponential2(frames * (-29.897_35 / (decay * sampleRate)))
        state.pointee.diffuserGains = minimum(most, bounds).lowHalf
    }
    // Longer silent than any of them is long, they hold nothing above −120 dB.
    let isQuiet = Float(state.pointee.quietCells) * 16 > 0.014 * sampleRate
    var result = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    for side in 0..<2 {
        let input = state.pointee.input[side] * gate
        var clean = input - lowPass(input, cut, &state.pointee.cut[side])
        if !isAny(magnitude(clean), above: 1e-7) {
            clean = .zero
            state.pointee.cut[side] = 0
        }
        write(clean, to: state.pointee.preDelays[side])
        advance(&state.pointee.preDelays[side])
        var x = read(state.pointee.preDelays[side], state.pointee.preDelayTap, share: fadeShare)
        let isSilent = isQuiet && !isAny(magnitude(x), above: 1e-7)
        for stage in 0..<4 {
            let number = 4 &* side &+ stage
            var gain = SIMD16<Float>(repeating: before[number])
            if isMoving {
                let step = (state.pointee.diffuserGains[number] - before[number]) * 0.0625
                gain = multiplyAdd(frameNumbers, SIMD16(repeating: step), gain)
            }
            let delayed = load(past(state.pointee.diffusers[number], state.pointee.diffuserFrames[number]))
            let inside = subtractProduct(delayed, gain, from: x)
            write(isSilent ? .zero : inside, to: state.pointee.diffusers[number])
            advance(&state.pointee.diffusers[number])
            x = multiplyAdd(inside, gain, delayed)
        }
        result[side] = x * 0.5
    }
    return (result[0], result[1])
}

/// Draws the coming cell of the eight lines; whether it is silent.
@inline(never) @_noLocks @_noAllocation
private func runLines(
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
