import Glibc
import KanonState

/// A `Sound` as the audio thread reads it. Made and freed on the control thread.
struct SoundImage {
    /// One macro's way to one parameter.
    struct Route: BitwiseCopyable {
        var knob: Int
        var parameter: Int
        var travel: Travel
    }

    /// The parameter store's generation that this preset opens.
    let generation: UInt32
    /// Whether it is the same preset as before, edited: what the player turned since and the file did not change stays.
    let isEdit: Bool
    /// How it follows another.
    let change: SoundChange
    /// `ParameterID.cellCount` values.
    let values: UnsafeMutablePointer<Float>
    /// What keeps the value it has when this sound follows another one: `ParameterID.cellCount` of them, none of an edit.
    let locked: UnsafeMutablePointer<Bool>
    let routes: UnsafeMutablePointer<Route>
    let routeCount: Int
    /// The modulations, and the targets that they move, a bit each.
    let slots: UnsafeMutablePointer<ModulationSlot>
    let slotCount: Int
    let modulated: UInt64
    /// What the modulations draw from, a bit a `ModulationSource`.
    let sources: UInt32
    /// The modulations of `morph.position`; their targets count nothing.
    let positionSlots: UnsafeMutablePointer<ModulationSlot>
    /// One a modulation: the `slot` that says how much there is of it.
    let positionSlotNumbers: UnsafeMutablePointer<Int>
    let positionSlotCount: Int

    /// The sounds that `morph.position` leads to. They have no others.
    let others: UnsafeMutablePointer<SoundImage>
    let otherCount: Int
    /// The cells in which they and this one differ.
    let differing: UnsafeMutablePointer<Int>
    let differingCount: Int
    /// The logarithms to base 2 of the values that are above zero.
    let octaves: UnsafeMutablePointer<Float>

    init(_ sound: Sound, generation: UInt32, isEdit: Bool) {
        self.generation = generation
        self.isEdit = isEdit
        change = Self.bounded(sound.change)
        locked = .allocate(capacity: ParameterID.cellCount)
        locked.initialize(repeating: false, count: ParameterID.cellCount)
        for id in sound.locked where !isEdit { locked[id.index] = true }
        values = .allocate(capacity: ParameterID.cellCount)
        values.initialize(repeating: 0, count: ParameterID.cellCount)
        for parameter in Parameter.all {
            values[parameter.id.index] = Self.bounded(sound[parameter.id], to: parameter.row)
        }
        routeCount = sound.macros.count
        routes = .allocate(capacity: max(routeCount, 1))
        for (index, macro) in sound.macros.enumerated() {
            let row = Parameter.row(of: macro.parameter)
            let travel = Travel(
                low: Self.bounded(macro.low, to: row), high: Self.bounded(macro.high, to: row), curve: macro.curve)
            (routes + index).initialize(
                to: Route(knob: macro.knob, parameter: macro.parameter.index, travel: travel))
        }
        let slots = sound.modulations.prefix(Sound.maximumModulations).map { Self.slot($0) ?? ModulationSlot() }
        slotCount = slots.count
        self.slots = .allocate(capacity: max(slots.count, 1))
        self.slots.initialize(from: slots, count: slots.count)
        modulated = slots.reduce(0) { $0 | VoiceTarget.bit(Int($1.target)) }
        sources = slots.reduce(0) { $0 | 1 << UInt32($1.source) | 1 << UInt32($1.via) }
        octaves = .allocate(capacity: ParameterID.cellCount)
        for index in 0..<ParameterID.cellCount { (octaves + index).initialize(to: values[index] > 0 ? log2(values[index]) : 0) }

        let position = sound.modulations.prefix(Sound.maximumModulations).enumerated().filter { Self.movesPosition($0.element) }
        positionSlotCount = position.count
        positionSlots = .allocate(capacity: max(position.count, 1))
        positionSlotNumbers = .allocate(capacity: max(position.count, 1))
        for (place, (number, modulation)) in position.enumerated() {
            let via = modulation.via?.rawValue ?? ModulationSource.always
            let slot = ModulationSlot(source: modulation.source.rawValue, via: via, target: 0, amount: modulation.amount)
            (positionSlots + place).initialize(to: slot)
            (positionSlotNumbers + place).initialize(to: number)
        }

        let others = sound.others.prefix(Sound.maximumOthers).map { other in
            var other = other
            other.others = []
            return SoundImage(other, generation: generation, isEdit: isEdit)
        }
        otherCount = others.count
        self.others = .allocate(capacity: max(others.count, 1))
        self.others.initialize(from: others, count: others.count)
        let own = values
        let differing = Self.presetCells.filter { cell in others.contains { $0.values[cell] != own[cell] } }
        differingCount = differing.count
        self.differing = .allocate(capacity: max(differing.count, 1))
        self.differing.initialize(from: differing, count: differing.count)
    }

    /// What a morph moves: all but the player's own, the knobs, and where the morph is.
    private static let presetCells = Parameter.all.filter {
        $0.section.belongsToPreset && $0.section != .knob && $0.section != .morph
    }.map(\.id.index)

    private static func movesPosition(_ modulation: Sound.Modulation) -> Bool {
        let inputs = [modulation.source] + (modulation.via.map { [$0] } ?? [])
        return modulation.parameter == .morphPosition && !modulation.amount.isNaN && inputs.allSatisfy(\.isShared)
    }

    private static func slot(_ modulation: Sound.Modulation) -> ModulationSlot? {
        guard let parameter = Parameter.all.first(where: { $0.id == modulation.parameter }), let target = parameter.voiceTarget,
            !modulation.amount.isNaN
        else { return nil }
        let range = parameter.modulationRange
        var amount = min(max(modulation.amount, range.lowerBound), range.upperBound)
        // The kernels count turns of phase.
        if parameter.row.unit == .radians { amount /= 2 * Float.pi }
        return ModulationSlot(
            source: modulation.source.rawValue, via: modulation.via?.rawValue ?? ModulationSource.always, target: Int32(target),
            amount: amount)
    }

    /// What the audio thread is given can be trusted there.
    private static func bounded(_ value: Float, to row: ParameterRow) -> Float {
        value.isNaN ? row.initial : min(max(value, row.range.lowerBound), row.range.upperBound)
    }

    private static func bounded(_ change: SoundChange) -> SoundChange {
        var bounded = change
        bounded.seconds = change.seconds.isNaN ? 0 : min(max(change.seconds, 0), SoundChange.longestSeconds)
        return bounded
    }

    func deallocate() {
        values.deallocate()
        locked.deallocate()
        routes.deallocate()
        slots.deallocate()
        octaves.deallocate()
        positionSlots.deallocate()
        positionSlotNumbers.deallocate()
        for number in 0..<otherCount { others[number].deallocate() }
        others.deallocate()
        differing.deallocate()
    }
}
