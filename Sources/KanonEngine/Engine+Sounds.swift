import KanonState

/// How one sound follows another.
extension Engine {
    /// Takes the newest preset. While the sound before is still on its way, it waits.
    @_noLocks @_noAllocation
    mutating func adoptSound() {
        guard sounds.pointee.isFull, makeRoom(), let new = sounds.pointee.take() else { return }
        sounds.pointee.giveBack(parameters.adopt(new, from: layers.own.pointee.values))
    }

    /// Takes the newest tuning, for notes that begin from here on; those that sound follow from the next grid line on.
    @_noLocks @_noAllocation
    mutating func adoptTuning() {
        if let new = tunings.pointee.take() { tunings.pointee.giveBack(pool.take(new)) }
    }

    /// Moves the voices on to the pitches of another tuning.
    @_noLocks @_noAllocation
    mutating func passTuning() {
        if pool.isRetuning { pool.passTuning() }
    }

    /// Whether the player's own sound can be left; what stands in the way hurries from here on.
    @_noLocks @_noAllocation
    private mutating func makeRoom() -> Bool {
        if crossfade.isActive {
            crossfade.hurry(cells: layers.own.pointee.builder.cells(seconds: Crossfade.hurriedSeconds))
            return false
        }
        if !layers.hasRoom, let oldest = layers.oldestRinging { pool.fade(part: UInt8(truncatingIfNeeded: oldest)) }
        return layers.hasRoom
    }

    /// Does what a new sound, or a parameter that can only be crossfaded, asks of the voices.
    @_noLocks @_noAllocation
    mutating func turn() {
        takesModulations = parameters.isNewSound
        if parameters.isNewSound { return follow() }
        guard isWaiting || parameters.stirred != 0 else { return }
        isWaiting = false
        let hasModulations = layers.own.pointee.builder.hasModulations(of: parameters.nearest)
        guard !hasModulations || parameters.needsCrossfade(layers.own.pointee.values) else { return }
        if pool.isPlaying(0) || crossfade.isActive {
            isWaiting = !makeRoom()
            if isWaiting { return }
            fadeOver(seconds: Crossfade.seconds)
        }
        takesModulations = !hasModulations
    }

    /// The sound that came into force follows the one before.
    @_noLocks @_noAllocation
    private mutating func follow() {
        let image = parameters.image
        guard pool.isPlaying(0) else { return parameters.finishVoices(&layers.own.pointee.values) }
        if image.pointee.change.rule == .morph { return morph(image) }
        let part = UInt8(truncatingIfNeeded: layers.leave(for: .ringing))
        _ = pool.assign(to: part)
        pool.forgetKeys()
        if image.pointee.change.rule == .cut { pool.fade(part: part) }
        parameters.finishVoices(&layers.own.pointee.values)
    }

    /// A short morph is a crossfade of all there is, between which nothing is louder than both. A long one glides, and only what
    /// can't is crossfaded.
    @_noLocks @_noAllocation
    private mutating func morph(_ image: UnsafePointer<SoundImage>) {
        let seconds = image.pointee.change.seconds
        if seconds <= Crossfade.longestSeconds {
            fadeOver(seconds: seconds)
            parameters.finishVoices(&layers.own.pointee.values)
        } else if !layers.own.pointee.builder.hasModulations(of: parameters.nearest) || parameters.needsCrossfade(layers.own.pointee.values)
        {
            fadeOver(seconds: Crossfade.longestSeconds)
        }
    }

    @_noLocks @_noAllocation
    private mutating func fadeOver(seconds: Float) {
        let part = layers.leave(for: .fading)
        crossfade.begin(
            &pool, from: part, cells: layers.own.pointee.builder.cells(seconds: seconds), shortestCells: shortestCells)
        pool.isCrossfading = true
    }

    /// Groups of voices that may sound, the spare ones among them while they do.
    var groupCount: Int {
        @_noLocks @_noAllocation get { crossfade.isActive ? pool.groupCount + Crossfade.width : pool.reach }
    }

    private var shortestCells: Float {
        @_noLocks @_noAllocation get { layers.own.pointee.builder.cells(seconds: Crossfade.shortestSeconds) }
    }

    /// Moves the crossfade on, and ends the sounds whose notes have ended.
    @_noLocks @_noAllocation
    mutating func passCrossfade() {
        if crossfade.isActive {
            let part = Int(crossfade.part)
            if crossfade.passLine(&pool) {
                layers.end(part)
                pool.isCrossfading = false
            }
        }
        guard layers.oldestRinging != nil else { return }
        for number in 1..<Layers.count
        where layers.use(of: number) == .ringing && !pool.isPlaying(UInt8(truncatingIfNeeded: number)) {
            layers.end(number)
        }
    }

    /// Takes another sample rate. Only while no audio thread runs; older sounds end.
    mutating func setSampleRate(_ rate: Double) {
        crossfade.cancel(&pool)
        pool.isCrossfading = false
        pool.unite()
        for number in 1..<Layers.count where layers.use(of: number) != .none { layers.end(number) }
        layers.setSampleRate(rate)
    }
}
