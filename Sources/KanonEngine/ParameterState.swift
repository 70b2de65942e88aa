/// The parameters as the audio thread has them: where each is heading, by presets, knobs and morphs. Where they are on their
/// way there is a matter of the sounds at work: see `PartValues`.
struct ParameterState {
    let targets: UnsafeMutablePointer<Float>
    /// What of the way to the target is covered at a grid line: 1 for parameters that do not glide.
    let shares: UnsafeMutablePointer<Float>
    /// The same for a sound that keeps what can only be crossfaded: 0 for that.
    let keepingShares: UnsafeMutablePointer<Float>
    /// The cells as they were last seen.
    private let seen: UnsafeMutablePointer<UInt64>
    /// The cells that can only be crossfaded.
    private let crossfaded: UnsafeMutablePointer<Int>
    private let crossfadedCount: Int
    /// The cells whose way is one of equal factors.
    let isExponential: UnsafeMutablePointer<Bool>
    var morph: Morph
    /// The sections in which a target is another than at the line before, a bit each.
    var stirred: UInt32 = .max
    /// Those of the line to come.
    private var stirring: UInt32 = .max
    /// Whether another preset came since the line before.
    private(set) var isNewSound = true
    private(set) var image: UnsafePointer<SoundImage>
    private let store: ParameterStore
    /// The sound between the preset and its others that is nearest to `morph.position`, whose modulations count.
    var nearest: UnsafePointer<SoundImage>
    /// Where the morph was at the line before, 0…1.
    var position: Float = 0
    /// The cells that were set one by one since the preset came, and so are not the morph's.
    let isSet: UnsafeMutablePointer<Bool>
    private var linesPerSecond: Float = 3000

    /// Time constant of a glide of which nothing else is said.
    static let glideSeconds = 0.006
    static let byteCount = ParameterID.cellCount * 30 + 7 * 64 + Morph.byteCount

    init(_ image: UnsafePointer<SoundImage>, store: ParameterStore, in arena: inout Arena) {
        self.image = image
        nearest = image
        self.store = store
        isSet = arena.take(repeating: false, count: ParameterID.cellCount)
        targets = arena.take(repeating: 0, count: ParameterID.cellCount)
        shares = arena.take(repeating: 1, count: ParameterID.cellCount)
        keepingShares = arena.take(repeating: 1, count: ParameterID.cellCount)
        seen = arena.take(repeating: 0, count: ParameterID.cellCount)
        isExponential = arena.take(repeating: false, count: ParameterID.cellCount)
        let cells = Parameter.all.filter { $0.row.transition == .crossfaded }.map(\.id.index)
        crossfadedCount = cells.count
        crossfaded = arena.take(repeating: 0, count: cells.count)
        for (place, cell) in cells.enumerated() { crossfaded[place] = cell }
        morph = Morph(in: &arena)
        for parameter in Parameter.all { isExponential[parameter.id.index] = parameter.row.curve == .exponential }
        for index in 0..<ParameterID.cellCount {
            targets[index] = image.pointee.values[index]
            store.tell(index, at: targets[index])
        }
        store.finishTelling(of: image.pointee.generation)
    }

    /// Sets how fast parameters glide; `lineRate` is the number of grid lines a second.
    mutating func setGlide(lineRate: Double, exponential: (Double) -> Double) {
        for parameter in Parameter.all {
            let share = parameter.row.glideSeconds.map { Float(1 - exponential(-1 / ($0 * lineRate))) }
            shares[parameter.id.index] = share ?? 1
            keepingShares[parameter.id.index] = parameter.row.transition == .crossfaded ? 0 : shares[parameter.id.index]
        }
        linesPerSecond = Float(lineRate)
        stirring = .max
    }

    /// Takes another preset, which moves the values from where they are (`values`). Returns the old one.
    @_noLocks @_noAllocation
    mutating func adopt(_ new: UnsafePointer<SoundImage>, from values: borrowing PartValues) -> UnsafePointer<SoundImage> {
        let old = image
        image = new
        nearest = new
        position = 0
        isNewSound = true
        stirring = .max
        morph.begin(lines: new.pointee.change.seconds * linesPerSecond)
        for index in 0..<ParameterID.cellCount where isNew(index, old) {
            let goal = new.pointee.values[index]
            isSet[index] = false
            let origin = values[cell: index]
            store.tell(index, at: goal)
            // What was set for this preset before it came into force counts now.
            seen[index] = 0
            if shares[index] >= 1 || origin == goal {
                targets[index] = goal
            } else {
                targets[index] = origin
                morph.add(index, from: origin, to: goal, isExponential: isExponential[index])
            }
        }
        readCells(.max)
        store.finishTelling(of: new.pointee.generation)
        return old
    }

    /// Whether the new preset says something of a cell: what is the player's own or locked stays, and of an edited preset all
    /// that was not edited.
    @_noLocks @_noAllocation
    private func isNew(_ index: Int, _ old: UnsafePointer<SoundImage>) -> Bool {
        let isPlayers = index / ParameterID.fieldsPerSection == ParameterSection.player.rawValue
        if isPlayers || image.pointee.locked[index] { return false }
        return !image.pointee.isEdit || image.pointee.values[index] != old.pointee.values[index]
    }

    /// What is heard of voices before the effects arrives at once, also in `values`: none plays them.
    @_noLocks @_noAllocation
    mutating func finishVoices(_ values: inout PartValues) {
        let sections = ~(ParameterSection.effectBits | ParameterSection.player.bit)
        let width = ParameterID.master(.width).index
        morph.finish(targets, sections: sections, butCell: width)
        for index in 0..<ParameterID.cellCount where index != width {
            let section: UInt32 = 1 &<< UInt32(truncatingIfNeeded: index / ParameterID.fieldsPerSection)
            if sections & section != 0 { values.set(cell: index, to: targets[index]) }
        }
    }

    /// Reads what was set since the last line.
    @_noLocks @_noAllocation
    mutating func passLine() {
        let written = store.takeWritten()
        if written != 0 { readCells(written) }
        stirring |= morph.passLine(targets)
        stirred = stirring
        stirring = 0
    }

    /// The new sound is in force.
    @_noLocks @_noAllocation
    mutating func tookSound() { isNewSound = false }

    /// Whether `values` can only come to their targets by a crossfade.
    @_noLocks @_noAllocation
    func needsCrossfade(_ values: borrowing PartValues) -> Bool {
        for place in 0..<crossfadedCount where values[cell: crossfaded[place]] != targets[crossfaded[place]] { return true }
        return false
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
        morph.leave(index)
        targets[index] = value
        isSet[index] = true
        store.tell(index, at: value)
        stirring |= 1 &<< UInt32(truncatingIfNeeded: index / ParameterID.fieldsPerSection)
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
