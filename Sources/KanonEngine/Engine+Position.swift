import KanonDSP
import KanonState

/// Where the sound is between the presets that are loaded together.
extension Engine {
    /// `morph.position` and what modulates it, 0…1.
    var morphPosition: Float {
        @_noLocks @_noAllocation get {
            let image = parameters.image
            guard image.pointee.otherCount > 0 else { return 0 }
            let own = layers.own
            // A new sound begins where it says.
            let cell = ParameterID.morphPosition
            var position = parameters.isNewSound ? parameters.targets[cell.index] : own.pointee.values[cell]
            for index in 0..<image.pointee.positionSlotCount {
                let slot = image.pointee.positionSlots[index]
                let share = own.pointee.values[.slot(image.pointee.positionSlotNumbers[index])]
                position += slot.amount * share * source(slot.source) * source(slot.via)
            }
            return min(max(position, 0), 1)
        }
    }

    /// Where a control stands that all voices share: wheels and pressure of the channel that was played last.
    @_noLocks @_noAllocation
    private func source(_ source: Int32) -> Float {
        let channel = pool.channels + Int(pool.lastPlace)
        switch source {
        case ModulationSource.wheel: return channel.pointee.wheel
        case ModulationSource.pressure: return channel.pointee.pressure
        case ModulationSource.timbre: return channel.pointee.timbre
        case ModulationSource.bend: return channel.pointee.bend
        case ModulationSource.lfo1: return lfo(0)
        case ModulationSource.lfo2: return lfo(1)
        default: return 1
        }
    }

    @_noLocks @_noAllocation
    private func lfo(_ number: Int) -> Float {
        let part = layers.parts
        let control = part.pointee.lfos[number]
        return lfoHeight(shape: control.shape, phase: control.phase, turns: control.turns)
            * part.pointee.values[VoiceTarget.lfoLevel + number]
    }
}
