/// White noise: 16 consecutive frames of one voice, lanes across time.
///
/// Input: the number of frame 0, which wraps after 2³² frames, and a seed. Output: evenly spread between ±0.435, −12 dBFS RMS.
/// Different seeds give sequences that have nothing to do with each other.
///
/// Method: each frame's number and the seed, stirred until every bit of the one moves half of the other's.
/// Why: no state, so that a cell may be drawn twice and a voice may start anywhere; a day and an hour at 48 kHz to its
/// repetition.
/// Source: C. Wellons, "Prospecting for Hash Functions", 2018, for the two multipliers; the seed enters before and between.
///
/// Measured: "white noise is equally loud everywhere": within 0.5 dB; "seeds give noises that have nothing in common".
@inline(__always) @_noLocks @_noAllocation
func whiteNoise(frame: UInt32, seed: UInt32) -> SIMD16<Float> {
    let keys = noiseKeys(seed, stream: 1)
    return noise(keys, from: frame) * (0.435 * 0x1p-31)
}

/// Pink noise, −3.01 dB an octave: 16 consecutive frames of one voice, lanes across time.
///
/// Input: the number of frame 0, a multiple of 16 that wraps after 2³² frames, and a seed. Output: −12 dBFS RMS, rarely beyond
/// ±0.9, never beyond ±1.9.
///
/// Method: twelve lines between hashed heights, one per 16, 32 … 32,768 frames, each as loud as the others; what lies
/// above them is white noise through eight taps. The lines' corners lie on grid lines, so their sum is one line a cell, with
/// the octaves in the lanes. The taps are the spectral factor of the least-maximum fit (linear program) of what the lines
/// leave out of 1/f: ±0.33 dB from 1/2000 of the rate to half of it.
/// Why: filters of white noise need a state that a cell drawn twice would spoil.
/// Source: R. F. Voss and M. Gardner, in Scientific American, April 1978, for the sum of octaves; the lines and taps are new.
///
/// Measured: "pink noise falls by 3 dB an octave": within 1 dB.
@inline(__always) @_noLocks @_noAllocation
func pinkNoise(frame: UInt32, seed: UInt32) -> SIMD16<Float> {
    let frame = frame & ~15
    let keys = noiseKeys(seed, stream: 2)
    let now = noiseApart(keys, from: frame)
    let before = noiseApart(keys, from: frame &- 16)
    let ago4 = SIMD16(lowHalf: joined(before.highHalf, now.lowHalf), highHalf: joined(now.lowHalf, now.highHalf))
    let ago8 = SIMD16(lowHalf: before.highHalf, highHalf: now.lowHalf)
    var wave = now * 1.555_696
    wave = multiplyAdd(delayedBy1(now, ago4), SIMD16(repeating: 0.802_012), wave)
    wave = multiplyAdd(delayedBy2(now, ago4), SIMD16(repeating: 0.441_697), wave)
    wave = multiplyAdd(delayedBy3(now, ago4), SIMD16(repeating: 0.321_672), wave)
    wave = multiplyAdd(ago4, SIMD16(repeating: 0.212_566), wave)
    wave = multiplyAdd(delayedBy1(ago4, ago8), SIMD16(repeating: 0.157_507), wave)
    wave = multiplyAdd(delayedBy2(ago4, ago8), SIMD16(repeating: 0.106_395), wave)
    wave = multiplyAdd(delayedBy3(ago4, ago8), SIMD16(repeating: 0.087_819), wave)

    // Lane j is the octave of 16·2ʲ frames; the last four lanes are not heard. No constant here is 0 or 1 in any lane, because
    // the optimiser peels such lanes.
    let within = SIMD16<UInt32>(
        0xF, 0x1F, 0x3F, 0x7F, 0xFF, 0x1FF, 0x3FF, 0x7FF, 0xFFF, 0x1FFF, 0x3FFF, 0x7FFF, 0x7FFF, 0x7FFF, 0x7FFF, 0x7FFF)
    let lengths = SIMD16<UInt32>(
        0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x400, 0x800, 0x1000, 0x2000, 0x4000, 0x8000, 0x8000, 0x8000, 0x8000,
        0x8000)
    let perFrame = SIMD16<Float>(
        0x1p-4, 0x1p-5, 0x1p-6, 0x1p-7, 0x1p-8, 0x1p-9, 0x1p-10, 0x1p-11, 0x1p-12, 0x1p-13, 0x1p-14, 0x1p-15, 0x1p-15,
        0x1p-15, 0x1p-15, 0x1p-15)
    // So that the corners of different octaves seldom meet.
    let offsets = SIMD16<UInt32>(
        32, 16, 16, 112, 96, 32, 720, 656, 1_936, 4_624, 2_960, 7_632, 16, 16, 16, 16)
    let places = SIMD16(repeating: frame) &+ offsets
    let starts = places & ~within
    let octaves = noiseKeys(seed, stream: 3)
    let start = octaveNoise(octaves, at: starts)
    let end = octaveNoise(octaves, at: starts &+ lengths)
    let slopes = (end - start) * perFrame
    let heights = multiplyAdd(slopes, floats(of: signed(places & within)), start)
    let slope = sumOfOctaves(slopes)
    let line = multiplyAdd(
        framesFromMiddle, SIMD16(repeating: slope), SIMD16(repeating: sumOfOctaves(heights) + 7.5 * slope))
    // The height of an octave's corners; the sum of all has a variance of 11.45 of theirs.
    return (wave + line) * (0.127_95 * 0x1p-31)
}

/// What a seed makes of the numbers that are stirred: one word before, one between. A tuple, because the witnesses of a
/// structure would be weak symbols.
private typealias NoiseKeys = (before: UInt32, between: UInt32)

/// `stream` tells apart the numbers that one seed gives for different ends.
///
/// Source: G. L. Steele et al., "Fast Splittable Pseudorandom Number Generators", 2014.
@inline(__always) @_noLocks @_noAllocation
private func noiseKeys(_ seed: UInt32, stream: UInt64) -> NoiseKeys {
    var z = (UInt64(seed) &<< 2 | stream) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z &>> 31
    return (UInt32(truncatingIfNeeded: z), UInt32(truncatingIfNeeded: z &>> 32))
}

/// −2³¹…2³¹ for each of 16 consecutive frames.
@inline(__always) @_noLocks @_noAllocation
private func noise(_ keys: NoiseKeys, from frame: UInt32) -> SIMD16<Float> {
    // Not from 0, because the optimiser peels that lane.
    let counts = SIMD16<UInt32>(16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31)
    return stirred(SIMD16(repeating: frame &- 16 &+ keys.before) &+ counts, SIMD16(repeating: keys.between))
}

/// The same; not inlined, because the optimiser would hash each shuffle of it anew.
@inline(never) @_noLocks @_noAllocation
private func noiseApart(_ keys: NoiseKeys, from frame: UInt32) -> SIMD16<Float> { noise(keys, from: frame) }

/// The same, each lane on its own: the words are those of π.
@inline(never) @_noLocks @_noAllocation
private func octaveNoise(_ keys: NoiseKeys, at numbers: SIMD16<UInt32>) -> SIMD16<Float> {
    let before = SIMD16<UInt32>(
        0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344, 0xA409_3822, 0x299F_31D0, 0x082E_FA98, 0xEC4E_6C89,
        0x4528_21E6, 0x38D0_1377, 0xBE54_66CF, 0x34E9_0C6C, 0xC0AC_29B7, 0xC97C_50DD, 0x3F84_D5B5, 0xB547_0917)
    let between = SIMD16<UInt32>(
        0x9216_D5D9, 0x8979_FB1B, 0xD131_0BA6, 0x98DF_B5AC, 0x2FFD_72DB, 0xD01A_DFB7, 0xB8E1_AFED, 0x6A26_7E96,
        0xBA7C_9045, 0xF12C_7F99, 0x24A1_9947, 0xB391_6CF7, 0x0801_F2E2, 0x858E_FC16, 0x6369_20D8, 0x7157_4E69)
    return stirred(numbers &+ (SIMD16(repeating: keys.before) ^ before), SIMD16(repeating: keys.between) ^ between)
}

@inline(__always) @_noLocks @_noAllocation
private func stirred(_ numbers: SIMD16<UInt32>, _ between: SIMD16<UInt32>) -> SIMD16<Float> {
    var x = numbers
    x ^= x &>> 16
    x = x &* 0x7FEB_352D
    x ^= between
    x ^= x &>> 15
    x = x &* 0x846C_A68B
    return floats(of: signed(x))
}

// What came 1…3 frames before `now`; `earlier` is what came 4 before it. Quarters stay in their places, so that one shuffle
// does each.

@inline(__always) @_noLocks @_noAllocation
private func delayedBy1(_ now: SIMD16<Float>, _ earlier: SIMD16<Float>) -> SIMD16<Float> {
    SIMD16(
        earlier[3], now[0], now[1], now[2], earlier[7], now[4], now[5], now[6],
        earlier[11], now[8], now[9], now[10], earlier[15], now[12], now[13], now[14])
}

@inline(__always) @_noLocks @_noAllocation
private func delayedBy2(_ now: SIMD16<Float>, _ earlier: SIMD16<Float>) -> SIMD16<Float> {
    SIMD16(
        earlier[2], earlier[3], now[0], now[1], earlier[6], earlier[7], now[4], now[5],
        earlier[10], earlier[11], now[8], now[9], earlier[14], earlier[15], now[12], now[13])
}

@inline(__always) @_noLocks @_noAllocation
private func delayedBy3(_ now: SIMD16<Float>, _ earlier: SIMD16<Float>) -> SIMD16<Float> {
    SIMD16(
        earlier[1], earlier[2], earlier[3], now[0], earlier[5], earlier[6], earlier[7], now[4],
        earlier[9], earlier[10], earlier[11], now[8], earlier[13], earlier[14], earlier[15], now[12])
}

/// The end of one vector and the beginning of the next.
@inline(__always) @_noLocks @_noAllocation
private func joined(_ a: SIMD8<Float>, _ b: SIMD8<Float>) -> SIMD8<Float> {
    SIMD8(lowHalf: a.highHalf, highHalf: b.lowHalf)
}

/// The sum of the first 12 lanes.
@inline(__always) @_noLocks @_noAllocation
private func sumOfOctaves(_ x: SIMD16<Float>) -> Float {
    let four = x.lowHalf.lowHalf + x.lowHalf.highHalf + x.highHalf.lowHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
}
