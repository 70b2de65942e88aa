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
