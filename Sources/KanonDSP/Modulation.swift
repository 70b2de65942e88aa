import KanonState

/// Adds up what the slots add to their targets at this line.
///
/// Envelopes count with their level at the line; a modulation is a line late to them, 16 frames.
@inline(__always) @_noLocks @_noAllocation
func modulate(_ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, _ work: Workspace) {
    var targets = part.pointee.modulated
    while targets != 0 {
        work.offsets[targets.trailingZeroBitCount] = .zero
        targets &= targets &- 1
    }
    for index in 0..<part.pointee.slotCount {
        let slot = part.pointee.slots[index]
        let target = Int(slot.target)
        var amount = source(slot.source, group, part) * slot.amount
        if slot.via != ModulationSource.always { amount *= source(slot.via, group, part) }
        work.offsets[target] += amount
    }
}

@inline(__always) @_noLocks @_noAllocation
private func source(
    _ source: Int32, _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>
) -> SIMD16<Float> {
    switch source {
    case ModulationSource.velocity: group.pointee.velocity
    case ModulationSource.key: group.pointee.noteOctaves
    case ModulationSource.wheel: group.pointee.wheel
    case ModulationSource.pressure: group.pointee.pressure
    case ModulationSource.timbre: group.pointee.timbre
    case ModulationSource.bend: group.pointee.bend
    case ModulationSource.amp: group.pointee.amp.level
    case ModulationSource.mod: group.pointee.mod.level
    case ModulationSource.lfo1: group.pointee.lfos[0].output
    case ModulationSource.lfo2: group.pointee.lfos[1].output
    case ModulationSource.random: group.pointee.random
    case ModulationSource.lift: group.pointee.lift
    default: SIMD16(repeating: 1)
    }
}

/// The value of a target for each lane: the part's own and what modulates it, added.
@inline(__always) @_noLocks @_noAllocation
func modulated(_ target: Int, _ part: UnsafePointer<PartControl>, _ work: Workspace) -> SIMD16<Float> {
    let own = SIMD16<Float>(repeating: part.pointee.values[target])
    guard part.pointee.modulated & VoiceTarget.bit(target) != 0 else { return own }
    return own + work.offsets[target]
}

/// The same for a target that modulation moves by octaves: a time, a rate, a frequency.
@inline(__always) @_noLocks @_noAllocation
func modulatedByOctaves(_ target: Int, _ part: UnsafePointer<PartControl>, _ work: Workspace) -> SIMD16<Float> {
    let own = SIMD16<Float>(repeating: part.pointee.values[target])
    guard part.pointee.modulated & VoiceTarget.bit(target) != 0 else { return own }
    return own * exponential2(work.offsets[target])
}
