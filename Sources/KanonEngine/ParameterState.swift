/// The parameters as the audio thread has them: where each is heading and where it is, from grid line to grid line.
struct ParameterState {
    private let targets: UnsafeMutablePointer<Float>
    private let values: UnsafeMutablePointer<Float>
    /// What of the way to the target is covered at a grid line: 1 for parameters that do not glide.
    private let shares: UnsafeMutablePointer<Float>
    /// The cells as they were last seen.
    private let seen: UnsafeMutablePointer<UInt64>
    /// The sections in which something is on its way, a bit each.
    private var moving: UInt32 = .max
    /// The sections of which a value may be another than at the line before, a bit each.
    private(set) var changed: UInt32 = .max
    /// Whether another preset came into force since the line before.
    private(set) var isNewSound = true
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
            store.tell(index, at: targets[index])
        }
        store.finishTelling(of: image.pointee.generation)
    }

    /// Sets how fast parameters glide; `lineRate` is the number of grid lines a second.
    mutating func setGlide(lineRate: Double, exponential: (Double) -> Double) {
        let share = Float(1 - exponential(-1 / (Self.glideSeconds * lineRate)))
        for parameter in Parameter.all { shares[parameter.id.index] = parameter.row.isContinuous ? share : 1 }
        // Whatever is derived from the rate is derived anew.
        moving = .max
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
        isNewSound = true
        moving = .max
        let player = ParameterSection.player.rawValue * ParameterID.fieldsPerSection
        for index in 0..<ParameterID.cellCount
        where index < player || index >= player + ParameterID.fieldsPerSection {
            targets[index] = new.pointee.values[index]
            store.tell(index, at: targets[index])
            // What was set for this preset before it came into force counts now.
            seen[index] = 0
        }
        readCells(.max)
        store.finishTelling(of: new.pointee.generation)
        return old
    }

    /// Reads what was set since the last line, then moves every value towards its target.
    @_noLocks @_noAllocation
    mutating func passLine() {
        let written = store.takeWritten()
        if written != 0 { readCells(written) }
        changed = moving
        guard hasStarted else {
            hasStarted = true
            for index in 0..<ParameterID.cellCount { values[index] = targets[index] }
            return
        }
        var sections = moving
        while sections != 0 {
            let section = sections.trailingZeroBitCount
            sections &= sections &- 1
            if section >= ParameterID.sectionCount || hasArrived(section) { moving &= ~(1 &<< UInt32(truncatingIfNeeded: section)) }
        }
    }

    /// The part has been built from the new sound.
    @_noLocks @_noAllocation
    mutating func tookSound() { isNewSound = false }

    /// Moves a section's values; true when all of them are where they should be.
    @_noLocks @_noAllocation
    private func hasArrived(_ section: Int) -> Bool {
        let first = section * ParameterID.fieldsPerSection
        let targets = UnsafeMutableRawPointer(targets + first).assumingMemoryBound(to: SIMD16<Float>.self)
        let values = UnsafeMutableRawPointer(values + first).assumingMemoryBound(to: SIMD16<Float>.self)
        let shares = UnsafeMutableRawPointer(shares + first).assumingMemoryBound(to: SIMD16<Float>.self)
        var rest = SIMD16<Float>.zero
        for index in 0..<ParameterID.fieldsPerSection / 16 {
            let target = targets[index]
            let way = target - values[index]
            let glided = values[index] + way * shares[index]
            // The last hundred-thousandth is taken at once: a smaller step can be less than a Float tells.
            let distance = way.replacing(with: -way, where: way .< 0)
            let small = (target * 1e-5).replacing(with: target * -1e-5, where: target .< 0) + 1e-9
            let value = glided.replacing(with: target, where: (distance .<= small) .| (shares[index] .>= 1))
            values[index] = value
            rest.replace(with: SIMD16(repeating: 1), where: value .!= target)
        }
        return rest == .zero
    }

    /// Macros first: a parameter that was turned itself at the same line wins. `sections`: a bit each.
    @_noLocks @_noAllocation
    private mutating func readCells(_ sections: UInt32) {
        let knobs = ParameterID.knob(0).index
        if sections & ParameterSection.knob.bit != 0 {
            for index in knobs..<knobs + 8 { readMacro(index, number: index - knobs) }
        }
        for section in 0..<ParameterSection.knob.rawValue where sections & (1 &<< UInt32(truncatingIfNeeded: section)) != 0 {
            let first = section * ParameterID.fieldsPerSection
            for index in first..<first + ParameterID.fieldsPerSection {
                if let value = changed(index) { setTarget(index, to: value) }
            }
        }
    }

    @_noLocks @_noAllocation
    private mutating func readMacro(_ index: Int, number: Int) {
        guard let value = changed(index) else { return }
        setTarget(index, to: value)
        for route in 0..<image.pointee.routeCount where image.pointee.routes[route].knob == number {
            let way = image.pointee.routes[route]
            setTarget(way.parameter, to: way.travel.value(at: value))
        }
    }

    @_noLocks @_noAllocation
    private mutating func setTarget(_ index: Int, to value: Float) {
        targets[index] = value
        store.tell(index, at: value)
        moving |= 1 &<< UInt32(truncatingIfNeeded: index / ParameterID.fieldsPerSection)
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
