import KanonDSP
import KanonState

/// How notes begin.
extension VoicePool {
    /// Starts a note. The same key struck again lets its old voice ring out.
    @_noLocks @_noAllocation
    mutating func start(_ event: Event, frame: Int) -> Bool {
        for number in 0..<reach {
            var same = lanes(number, of: event.place, key: event.key)
            while let lane = same.next() { release(number * 16 + lane) }
        }
        let mustSteal = playingCount >= limit
        if mustSteal { fade(victim()) }
        let index = freeLane(frame: frame)
        let set = sets + (index >> 4)
        setState(VoiceState.held, of: index)
        set.pointee.places[index & 15] = event.place
        set.pointee.keys[index & 15] = event.key
        set.pointee.pressures[index & 15] = 0
        set.pointee.caught &= ~bit(index)
        open(index)
        setKey(index, event.key, velocity: event.value, glidesFrom: lastOctaves)
        rank(index)
        return mustSteal
    }

    /// Begins a sounding voice again: both envelopes from where they are, its lot and its movement anew.
    @_noLocks @_noAllocation
    mutating func strike(_ index: Int) {
        let lane = index & 15
        let part = part(index)
        attack(group(index), lane)
        if let double = double(of: index) { attack(double, lane) }
        drawLot(index)
        for number in 0..<2 where part.pointee.lfos[number].isKeySynced {
            group(index).pointee.lfos[number].phase[lane] = 0
            group(index).pointee.lfos[number].turns[lane] = 0
        }
        for number in 0..<2 where part.pointee.lfos[number].fadeStep < 1 { group(index).pointee.lfos[number].fade[lane] = 0 }
    }

    @inline(__always) @_noLocks @_noAllocation
    private mutating func attack(_ group: UnsafeMutablePointer<VoiceGroup>, _ lane: Int) {
        group.pointee.amp.stage[lane] = EnvelopeLanes.Stage.attack
        group.pointee.mod.stage[lane] = EnvelopeLanes.Stage.attack
        group.pointee.turned |= bit(lane)
    }

    /// What is another with every note.
    @_noLocks @_noAllocation
    private mutating func drawLot(_ index: Int) {
        ages.renew(index)
        noteNumber &+= 1
        let number = hash(noteNumber)
        group(index).pointee.seed[index & 15] = number
        group(index).pointee.random[index & 15] = Float(Int32(bitPattern: number)) * 0x1p-31
    }

    /// A lane as a note finds it.
    @_noLocks @_noAllocation
    private mutating func open(_ index: Int) {
        let group = group(index)
        let lane = index & 15
        group.pointee.active |= bit(index)
        group.pointee.fresh |= bit(index)
        group.pointee.turned &= ~bit(index)
        group.pointee.fading &= ~bit(index)
        aimControls(group, index)
        group.pointee.bend[lane] = group.pointee.bendTarget[lane]
        group.pointee.wheel[lane] = group.pointee.wheelTarget[lane]
        group.pointee.pressure[lane] = group.pointee.pressureTarget[lane]
        group.pointee.timbre[lane] = group.pointee.timbreTarget[lane]
        if group.pointee.hasChannelTuning { group.pointee.tuning[lane] = group.pointee.tuningTarget[lane] }
        if part(index).pointee.takesLift {
            group.pointee.liftTarget[lane] = 0
            group.pointee.lift[lane] = 0
        }
        group.pointee.amp.level[lane] = 0
        group.pointee.amp.slope[lane] = 0
        group.pointee.amp.stage[lane] = EnvelopeLanes.Stage.attack
        group.pointee.mod.level[lane] = 0
        group.pointee.mod.slope[lane] = 0
        group.pointee.mod.stage[lane] = EnvelopeLanes.Stage.attack
        drawLot(index)
        startMovement(index)
    }

    @_noLocks @_noAllocation
    private mutating func startMovement(_ index: Int) {
        let group = group(index)
        let part = part(index)
        let lane = index & 15
        for number in 0..<2 {
            // Field by field: a copy of the whole would cost more than all of this.
            let isKeySynced = part.pointee.lfos[number].isKeySynced
            group.pointee.lfos[number].phase[lane] = isKeySynced ? 0 : part.pointee.lfos[number].phase
            group.pointee.lfos[number].turns[lane] = isKeySynced ? 0 : part.pointee.lfos[number].turns
            group.pointee.lfos[number].fade[lane] = part.pointee.lfos[number].fadeStep < 1 ? 0 : 1
            group.pointee.lfos[number].output[lane] = 0
        }
        for number in 0..<3 where part.pointee.oscillators[number].resetsPhase {
            for copy in 0..<OscillatorLanes.maximumCopies {
                group.pointee.oscillators[number].copies[copy].phase[lane] = OscillatorLanes.startPhase(copy: copy)
            }
            group.pointee.oscillators[number].modulator.phase[lane] = 0
            group.pointee.oscillators[number].morphPhase[lane] = 0
        }
    }

    /// Gives a voice its note, to which it glides from `before`, in octaves above middle C of equal temperament. A key that has
    /// become silent since it was struck leaves the pitch as it is.
    @_noLocks @_noAllocation
    mutating func setKey(_ index: Int, _ key: UInt8, velocity: Float, glidesFrom before: Float?) {
        let group = group(index)
        let lane = index & 15
        let place = sets[index >> 4].places[lane]
        let increment = increment(place, key)
        let octaves = octaves(place, key)
        if increment > 0 { group.pointee.noteIncrement[lane] = increment }
        group.pointee.noteOctaves[lane] = (Float(key) - 60) / 12
        group.pointee.velocity[lane] = velocity
        group.pointee.glide[lane] = 0
        if glideCells > 0, let before, before != octaves {
            group.pointee.controlsMove = true
            group.pointee.glide[lane] = before - octaves
            group.pointee.glideStep[lane] = abs(before - octaves) / glideCells
        }
        lastOctaves = octaves
        setGain(index)
    }

    /// Notes that begin on a grid line take velocity and place from the parameters of this line, not of the one before.
    @_noLocks @_noAllocation
    mutating func setGainsOfFresh() {
        for number in 0..<reach where groups[number].fresh != 0 {
            var lanes = LaneSet(groups[number].fresh)
            while let lane = lanes.next() { setGain(number * 16 + lane) }
        }
    }

    /// Velocity and place of a note: low keys left and high keys right by the preset's spread.
    @_noLocks @_noAllocation
    mutating func setGain(_ index: Int) {
        let group = group(index)
        let part = part(index)
        let lane = index & 15
        let softness = 1 - group.pointee.velocity[lane]
        // Full sensitivity makes loudness fall with the square of velocity.
        group.pointee.loudness[lane] = 1 - part.pointee.velocitySensitivity * softness * (2 - softness)
        group.pointee.place[lane] = min(max(group.pointee.noteOctaves[lane] / 3, -1), 1) * part.pointee.spread
    }
}
