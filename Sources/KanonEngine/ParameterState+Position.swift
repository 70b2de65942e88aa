import KanonDSP

/// The way between presets that are loaded together.
extension ParameterState {
    /// Passes a grid line with the morph at `new`, 0 (the preset) … 1 (the last of its others): what differs between the two
    /// sounds next to it goes to its place between them, by equal factors where that is how it is heard; what has no values in
    /// between has those of the nearer sound. What was set by itself, or is locked, stays.
    @_noLocks @_noAllocation
    mutating func moveMorph(to new: Float) {
        let count = image.pointee.otherCount
        guard count > 0, new != position else { return }
        position = new
        let way = min(max(new, 0), 1) * Float(count)
        let place = min(Int(way), count - 1)
        let share = way - Float(place)
        let (from, to) = (station(place), station(place + 1))
        nearest = share < 0.5 ? from : to
        for place in 0..<image.pointee.differingCount {
            let cell = image.pointee.differing[place]
            if isSet[cell] || image.pointee.locked[cell] { continue }
            morph.leave(cell)
            targets[cell] = value(of: cell, from, to, share)
        }
        stirred = .max
    }

    @_noLocks @_noAllocation
    private func value(
        of cell: Int, _ from: UnsafePointer<SoundImage>, _ to: UnsafePointer<SoundImage>, _ share: Float
    ) -> Float {
        let (a, b) = (from.pointee.values[cell], to.pointee.values[cell])
        if share <= 0 || a == b { return a }
        if share >= 1 { return b }
        if shares[cell] >= 1 { return share < 0.5 ? a : b }
        guard isExponential[cell], a > 0, b > 0 else { return a + (b - a) * share }
        let (low, high) = (from.pointee.octaves[cell], to.pointee.octaves[cell])
        return exponential2(low + (high - low) * share)
    }

    /// The sounds on the way in their order; the first is the preset itself.
    @_noLocks @_noAllocation
    private func station(_ number: Int) -> UnsafePointer<SoundImage> {
        number == 0 ? image : UnsafePointer(image.pointee.others + (number - 1))
    }
}
