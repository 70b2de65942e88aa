import KanonState

/// Carries the low-frequency oscillators of a group over a cell and sets their output, −1…1, for the next line.
@inline(__always) @_noLocks @_noAllocation
func advanceLfos(_ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace) {
    modulateLfos(group, part, work)
    for number in 0..<2 where part.pointee.lfos[number].isUsed {
        let control = part.pointee.lfos[number]
        let increment: SIMD16<UInt32>
        let rate = VoiceTarget.lfoRate + number
        if part.pointee.modulated & VoiceTarget.bit(rate) == 0 {
            increment = SIMD16(repeating: control.increment)
        } else {
            increment = increments(doubles(exponential2(work.offsets[rate])) * Double(control.increment))
        }
        let phase = group.pointee.lfos[number].phase &+ increment
        let hasTurned = isLess(phase, group.pointee.lfos[number].phase)
        group.pointee.lfos[number].phase = phase
        group.pointee.lfos[number].turns &-= unsigned(hasTurned)
        let fade = minimum(group.pointee.lfos[number].fade + control.fadeStep, SIMD16(repeating: 1))
        group.pointee.lfos[number].fade = fade
        group.pointee.lfos[number].output = output(group, part, work, number)
    }
}

/// Notes that began within the cell start with the output of their phase.
@inline(__always) @_noLocks @_noAllocation
func beginLfos(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ aim: Aim
) {
    modulateLfos(group, part, work)
    for number in 0..<2 where part.pointee.lfos[number].isUsed {
        group.pointee.lfos[number].output.replace(with: output(group, part, work, number), where: mask(aim.fresh))
    }
}

/// What moves a low-frequency oscillator counts as it was until now, because it may itself come from here. Computed anew,
/// because the workspace holds what another group made of it.
@inline(__always) @_noLocks @_noAllocation
private func modulateLfos(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace
) {
    let targets = VoiceTarget.bits(from: VoiceTarget.lfoRate, count: 4)
    if part.pointee.modulated & targets != 0 { modulateApart(group, part, work) }
}

@inline(never) @_noLocks @_noAllocation
private func modulateApart(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace
) {
    modulate(group, part, work)
}

@inline(__always) @_noLocks @_noAllocation
private func output(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace, _ number: Int
) -> SIMD16<Float> {
    let seed = group.pointee.lfos[number].turns &+ group.pointee.seed
    // Within bounds: one that moves its own level could grow for ever.
    let level = minimum(maximum(modulated(VoiceTarget.lfoLevel + number, part, work), SIMD16(repeating: -4)), SIMD16(repeating: 4))
    return lfoShape(part.pointee.lfos[number].shape, group.pointee.lfos[number].phase, seed)
        * group.pointee.lfos[number].fade * level
}

/// −1 where `a` is below `b`, else 0.
@inline(__always) @_noLocks @_noAllocation
private func isLess(_ a: SIMD16<UInt32>, _ b: SIMD16<UInt32>) -> SIMD16<Int32> {
    let top = SIMD16<UInt32>(repeating: 0x8000_0000)
    let isLess = isBelow(signed(a ^ top), signed(b ^ top))
    return SIMD16<Int32>.zero.replacing(with: SIMD16(repeating: -1), where: isLess)
}

/// The height of a shape at a phase; `seed` is another number with every turn, for the random ones.
@inline(__always) @_noLocks @_noAllocation
func lfoShape(_ shape: Int32, _ phase: SIMD16<UInt32>, _ seed: SIMD16<UInt32>) -> SIMD16<Float> {
    switch shape {
    case LfoControl.Shape.triangle:
        // From 0 upwards, as the sine.
        return magnitude(halfTurns(phase &+ 0xC000_0000)) * -2 + 1
    case LfoControl.Shape.saw:
        return halfTurns(phase &+ 0x8000_0000)
    case LfoControl.Shape.square:
        let isLow = isBelow(signed(phase), SIMD16(repeating: 0))
        return SIMD16<Float>(repeating: 1).replacing(with: SIMD16(repeating: -1), where: isLow)
    case LfoControl.Shape.steps:
        return bipolar(hash(seed))
    case LfoControl.Shape.drift:
        let from = bipolar(hash(seed))
        let to = bipolar(hash(seed &+ 1))
        let x = halfTurns(phase &+ 0x8000_0000) * 0.5 + 0.5
        return from + (to - from) * (x * x * (3 - 2 * x))
    default:
        return sine(phase)
    }
}

/// 32 bits from which no pattern of the input can be heard or seen.
///
/// Source: C. Wellons, "Prospecting for Hash Functions", 2018: the two-round function of least bias found there.
@inline(__always) @_noLocks @_noAllocation
func hash(_ x: SIMD16<UInt32>) -> SIMD16<UInt32> {
    var x = x
    x = (x ^ (x &>> 16)) &* 0x7FEB_352D
    x = (x ^ (x &>> 15)) &* 0x846C_A68B
    return x ^ (x &>> 16)
}

/// −1…1.
@inline(__always) @_noLocks @_noAllocation
func bipolar(_ x: SIMD16<UInt32>) -> SIMD16<Float> { floats(of: signed(x)) * 0x1p-31 }
