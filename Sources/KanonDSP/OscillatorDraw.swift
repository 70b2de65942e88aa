import KanonState

/// Draws the oscillators of one group for a whole cell: a row a voice, a lane a frame.
@inline(never) @_noLocks @_noAllocation
func drawMono(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, steps: UnsafePointer<Float>,
    into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    let oscillators = oscillatorLanes(group)
    let controls = oscillatorControls(part)
    let hasRing = part.pointee.ring != 0 || part.pointee.ringStep != 0
    clear(rows, count: 16)
    var lanes = group.pointee.active
    while lanes != 0 {
        let lane = lanes.trailingZeroBitCount
        lanes &= lanes &- 1
        var sum = SIMD16<Float>.zero
        var above = SIMD16<Float>.zero
        var ring = SIMD16<Float>(repeating: 1)
        var number = 2
        while number >= 0 {
            if controls[number].isRunning {
                let wave = copies(group, part, number, lane: lane, modulator: above, steps: steps)
                sum = multiplyAdd(wave, line(oscillators[number].left, lane), sum)
                above = wave
                if hasRing && number < 2 { ring *= wave }
            } else {
                above = .zero
                if number < 2 { ring = .zero }
            }
            number &-= 1
        }
        if hasRing { sum = multiplyAdd(ring, ringGain(part), sum) }
        rows[lane] = sum
    }
}

/// The same with two sides: the right one's rows follow the left one's.
@inline(never) @_noLocks @_noAllocation
func drawStereo(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, steps: UnsafePointer<Float>,
    into rows: UnsafeMutablePointer<SIMD16<Float>>
) {
    let oscillators = oscillatorLanes(group)
    let controls = oscillatorControls(part)
    let hasRing = part.pointee.ring != 0 || part.pointee.ringStep != 0
    clear(rows, count: 32)
    var lanes = group.pointee.active
    while lanes != 0 {
        let lane = lanes.trailingZeroBitCount
        lanes &= lanes &- 1
        var left = SIMD16<Float>.zero
        var right = SIMD16<Float>.zero
        var above = SIMD16<Float>.zero
        var ring = SIMD16<Float>(repeating: 1)
        var number = 2
        while number >= 0 {
            if controls[number].isRunning {
                let (a, b) = spreadCopies(group, part, number, lane: lane, modulator: above, steps: steps)
                left = multiplyAdd(a, line(oscillators[number].left, lane), left)
                right = multiplyAdd(b, line(oscillators[number].right, lane), right)
                above = (a + b) * 0.5
                if hasRing && number < 2 { ring *= above }
            } else {
                above = .zero
                if number < 2 { ring = .zero }
            }
            number &-= 1
        }
        if hasRing {
            left = multiplyAdd(ring, ringGain(part), left)
            right = multiplyAdd(ring, ringGain(part), right)
        }
        rows[lane] = left
        rows[lane + 16] = right
    }
}

/// All copies of an oscillator together; of a modulator they may stand apart.
@inline(__always) @_noLocks @_noAllocation
private func copies(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, lane: Int,
    modulator: SIMD16<Float>, steps: UnsafePointer<Float>
) -> SIMD16<Float> {
    let control = oscillatorControls(part) + number
    let isModulated = control.pointee.takesModulation
    let turns = isModulated ? modulator * line(oscillatorLanes(group)[number].index, lane) : .zero
    var sum = oscillatorWave(
        group, part, number: number, copy: 0, lane: lane, isModulated: isModulated, turns: turns, steps: steps)
    guard control.pointee.copyCount > 1 else { return sum }
    sum *= 0.5 * (control.pointee.copyLeft[0] + control.pointee.copyRight[0])
    for copy in 1..<Int(control.pointee.copyCount) {
        let wave = oscillatorWave(
            group, part, number: number, copy: copy, lane: lane, isModulated: isModulated, turns: turns, steps: steps)
        let gain = 0.5 * (control.pointee.copyLeft[copy] + control.pointee.copyRight[copy])
        sum = multiplyAdd(wave, SIMD16(repeating: gain), sum)
    }
    return sum
}

/// All copies of an oscillator, each at its place.
@inline(__always) @_noLocks @_noAllocation
private func spreadCopies(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ number: Int, lane: Int,
    modulator: SIMD16<Float>, steps: UnsafePointer<Float>
) -> (SIMD16<Float>, SIMD16<Float>) {
    let control = oscillatorControls(part) + number
    let isModulated = control.pointee.takesModulation
    let turns = isModulated ? modulator * line(oscillatorLanes(group)[number].index, lane) : .zero
    var left = SIMD16<Float>.zero
    var right = SIMD16<Float>.zero
    for copy in 0..<Int(control.pointee.copyCount) {
        let wave = oscillatorWave(
            group, part, number: number, copy: copy, lane: lane, isModulated: isModulated, turns: turns, steps: steps)
        left = multiplyAdd(wave, SIMD16(repeating: control.pointee.copyLeft[copy]), left)
        right = multiplyAdd(wave, SIMD16(repeating: control.pointee.copyRight[copy]), right)
    }
    return (left, right)
}

@inline(__always) @_noLocks @_noAllocation
private func ringGain(_ part: UnsafePointer<PartControl>) -> SIMD16<Float> {
    multiplyAdd(frameNumbers, SIMD16(repeating: part.pointee.ringStep), SIMD16(repeating: part.pointee.ring))
}

@inline(__always) @_noLocks @_noAllocation
private func clear(_ rows: UnsafeMutablePointer<SIMD16<Float>>, count: Int) {
    for row in 0..<count { rows[row] = .zero }
}
