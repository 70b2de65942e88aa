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
        for index in 0..<ParameterID.cellCount { values[index] = sound.values[index] }
        routeCount = sound.macros.count
        routes = .allocate(capacity: max(routeCount, 1))
        for (index, macro) in sound.macros.enumerated() {
            let travel = Travel(low: macro.low, high: macro.high, curve: macro.curve)
            (routes + index).initialize(
                to: Route(knob: macro.knob, parameter: macro.parameter.index, travel: travel))
        }
    }

    func deallocate() {
        values.deallocate()
        routes.deallocate()
    }
}
