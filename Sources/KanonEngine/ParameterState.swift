/// The parameters as the audio thread has them: where each is heading and where it is, from grid line to grid line.
struct ParameterState {
    private let targets: UnsafeMutablePointer<Float>
    private let values: UnsafeMutablePointer<Float>
    /// What of the way to the target is covered at a grid line: 1 for parameters that do not glide.
    private let shares: UnsafeMutablePointer<Float>
    /// The cells as they were last seen.
    private let seen: UnsafeMutablePointer<UInt64>
    private var seenWrites: UInt32 = 0
    private(set) var image: UnsafePointer<SoundImage>
    private let store: ParameterStore
    private var hasStarted = false

    /// Time constant of every glide.
    static let glideSeconds = 0.006
    static let byteCount = ParameterID.cellCount * 20 + 4 * 64

    init(_ image: UnsafePointer<SoundImage>, store: ParameterStore, in arena: inout Arena) {
        self.image = image
        self.store = store
        targets = arena.take(repeating: 0, count: ParameterID.cellCount)
        values = arena.take(repeating: 0, count: ParameterID.cellCount)
        shares = arena.take(repeating: 1, count: ParameterID.cellCount)
        seen = arena.take(repeating: 0, count: ParameterID.cellCount)
        for index in 0..<ParameterID.cellCount {
            targets[index] = image.pointee.values[index]
            values[index] = targets[index]
        }
    }

    /// Sets how fast parameters glide; `lineRate` is the number of grid lines a second.
    func setGlide(lineRate: Double, exponential: (Double) -> Double) {
        let share = Float(1 - exponential(-1 / (Self.glideSeconds * lineRate)))
        for parameter in Parameter.all { shares[parameter.id.index] = parameter.row.isContinuous ? share : 1 }
    }

    /// The value of a parameter at this grid line, in its unit.
    @_noLocks @_noAllocation
    subscript(_ id: ParameterID) -> Float {
        @inline(__always) get { values[id.index] }
    }

    /// Takes another preset; its values are the new targets. Returns the old one.
    @_noLocks @_noAllocation
    mutating func adopt(_ new: UnsafePointer<SoundImage>) -> UnsafePointer<SoundImage> {
        let old = image
        image = new
        let player = ParameterSection.player.rawValue * ParameterID.fieldsPerSection
        for index in 0..<ParameterID.cellCount
        where index < player || index >= player + ParameterID.fieldsPerSection {
            targets[index] = new.pointee.values[index]
            // What was set for this preset before it came into force counts now.
            seen[index] = 0
        }
        seenWrites = seenWrites &- 1
        return old
    }

    /// Reads what was set since the last line, then moves every value towards its target.
    @_noLocks @_noAllocation
    mutating func passLine() {
        let writes = store.writeCount
        if writes != seenWrites {
            seenWrites = writes
            readCells()
        }
        if !hasStarted {
            hasStarted = true
            for index in 0..<ParameterID.cellCount { values[index] = targets[index] }
            return
        }
        glide()
    }

    @_noLocks @_noAllocation
    private func glide() {
        let targets = UnsafeMutableRawPointer(targets).assumingMemoryBound(to: SIMD16<Float>.self)
        let values = UnsafeMutableRawPointer(values).assumingMemoryBound(to: SIMD16<Float>.self)
        let shares = UnsafeMutableRawPointer(shares).assumingMemoryBound(to: SIMD16<Float>.self)
        for index in 0..<ParameterID.cellCount / 16 {
            let way = targets[index] - values[index]
            let glided = values[index] + way * shares[index]
            // The last hundred-thousandth is taken at once: a smaller step can be less than a Float tells.
            let rest = way.replacing(with: -way, where: way .< 0)
            let small = (targets[index] * 1e-5).replacing(with: targets[index] * -1e-5, where: targets[index] .< 0) + 1e-9
            values[index] = glided.replacing(with: targets[index], where: (rest .<= small) .| (shares[index] .>= 1))
        }
    }

    /// Macros first: a parameter that was turned itself at the same line wins.
    @_noLocks @_noAllocation
    private func readCells() {
        let knobs = ParameterID.knob(0).index
        for index in knobs..<knobs + 8 {
            guard let value = changed(index) else { continue }
            targets[index] = value
            for number in 0..<image.pointee.routeCount where image.pointee.routes[number].knob == index - knobs {
                let route = image.pointee.routes[number]
                targets[route.parameter] = route.travel.value(at: value)
            }
        }
        for index in 0..<knobs {
            if let value = changed(index) { targets[index] = value }
        }
    }

    /// The cell's value if it is new and meant for this preset, or for the player, who outlasts presets.
    @_noLocks @_noAllocation
    private func changed(_ index: Int) -> Float? {
        let cell = store.cell(index)
        guard cell != seen[index] else { return nil }
        let isPlayers = index / ParameterID.fieldsPerSection == ParameterSection.player.rawValue
        guard isPlayers || ParameterStore.generation(of: cell) == image.pointee.generation else { return nil }
        seen[index] = cell
        return Float(bitPattern: UInt32(truncatingIfNeeded: cell))
    }
}
