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
    /// `ParameterID.cellCount` values.
    let values: UnsafeMutablePointer<Float>
    let routes: UnsafeMutablePointer<Route>
    let routeCount: Int
    /// The modulations, and the targets that they move, a bit each.
    let slots: UnsafeMutablePointer<ModulationSlot>
    let slotCount: Int
    let modulated: UInt64
    /// What the modulations draw from, a bit a `ModulationSource`.
    let sources: UInt32

    /// How it follows the one before.
    let change: SoundChange
    /// Whether it is the same preset, edited: what the player turned since and the file did not change stays.
    let isEdit: Bool
    /// The cells that keep what they have.
    let locked: UnsafeMutablePointer<Bool>

    init(_ sound: Sound, generation: UInt32, isEdit: Bool = false) {
        self.generation = generation
        self.isEdit = isEdit
        change = sound.change
        locked = .allocate(capacity: ParameterID.cellCount)
        locked.initialize(repeating: false, count: ParameterID.cellCount)
        for parameter in sound.locked { locked[parameter.index] = true }
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

    func deallocate() {
        values.deallocate()
        routes.deallocate()
        locked.deallocate()
        slots.deallocate()
    }
}
