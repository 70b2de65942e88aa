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

    init(_ sound: Sound, generation: UInt32) {
        self.generation = generation
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
    }

    /// What the audio thread is given can be trusted there.
    private static func bounded(_ value: Float, to row: ParameterRow) -> Float {
        value.isNaN ? row.initial : min(max(value, row.range.lowerBound), row.range.upperBound)
    }

    func deallocate() {
        values.deallocate()
        routes.deallocate()
    }
}
