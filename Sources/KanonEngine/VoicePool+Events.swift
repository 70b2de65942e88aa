import KanonState

/// What events do to the voices.
extension VoicePool {
    /// Takes an event that is due at frame `frame` of the cell; true when a voice had to be stolen for it.
    @_noLocks @_noAllocation
    mutating func take(_ event: Event, frame: Int) -> Bool {
        switch event.kind {
        case .noteOn:
            lastPlace = event.place
            if mode == VoiceMode.poly.rawValue { return start(event, frame: frame) }
            keys.press(event)
            return startSingle(event, frame: frame)
        case .noteOff: liftKey(event)
        case .sustain: movePedal(event)
        case .bend, .wheel, .pressure, .keyPressure, .timbre: moveControl(event)
        case .allNotesOff: liftChannel(event)
        case .allSoundOff: silenceChannel(event)
        case .resetControllers: resetChannel(event)
        case .releaseDevice: releaseDevice(event)
        case .panic: silence()
        }
        return false
    }

    @_noLocks @_noAllocation
    private mutating func liftKey(_ event: Event) {
        if mode != VoiceMode.poly.rawValue {
            keys.lift(event)
            fallBack(from: event)
        }
        let isPedalDown = channels[Int(event.place)].isPedalDown
        for number in 0..<reach {
            var lanes = lanes(number, of: event.place, key: event.key)
            while let lane = lanes.next() { letGo(number * 16 + lane, isPedalDown: isPedalDown) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func liftChannel(_ event: Event) {
        keys.liftChannel(of: event)
        fallBack(from: event, anyKey: true)
        let isPedalDown = channels[Int(event.place)].isPedalDown
        for number in 0..<reach {
            var lanes = lanes(number, of: event.place)
            while let lane = lanes.next() { letGo(number * 16 + lane, isPedalDown: isPedalDown) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func movePedal(_ event: Event) {
        channels[Int(event.place)].isPedalDown = event.value > 0
        if event.value <= 0 { liftPedal(event.place) }
    }

    @_noLocks @_noAllocation
    private mutating func liftPedal(_ place: UInt8) {
        for number in 0..<reach {
            var lanes = lanes(number, of: place, in: VoiceState.pedalled)
            while let lane = lanes.next() { release(number * 16 + lane) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func moveControl(_ event: Event) {
        let channel = channels + Int(event.place)
        lastPlace = event.place
        switch event.kind {
        case .bend: channel.pointee.bend = event.value
        case .wheel: channel.pointee.wheel = event.value
        case .pressure: channel.pointee.pressure = event.value
        case .timbre: channel.pointee.timbre = event.value
        default: break
        }
        for number in 0..<reach {
            var lanes =
                event.kind == .keyPressure
                ? lanes(number, of: event.place, key: event.key) : lanes(number, of: event.place)
            while let lane = lanes.next() {
                if event.kind == .keyPressure { sets[number].pressures[lane] = event.value }
                aimControls(number * 16 + lane)
            }
        }
    }

    /// Wheels and pressure of a voice go where those of its channel stand.
    @_noLocks @_noAllocation
    mutating func aimControls(_ index: Int) {
        let group = group(index)
        let lane = index & 15
        let set = sets + (index >> 4)
        let channel = channels + Int(set.pointee.places[lane])
        group.pointee.bendTarget[lane] = channel.pointee.bend
        group.pointee.wheelTarget[lane] = channel.pointee.wheel
        group.pointee.pressureTarget[lane] = max(channel.pointee.pressure, set.pointee.pressures[lane])
        group.pointee.timbreTarget[lane] = channel.pointee.timbre
    }

    @_noLocks @_noAllocation
    private mutating func silenceChannel(_ event: Event) {
        keys.liftChannel(of: event)
        for number in 0..<reach {
            var lanes = lanes(number, of: event.place)
            while let lane = lanes.next() { fade(number * 16 + lane) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func resetChannel(_ event: Event) {
        channels[Int(event.place)] = ChannelState()
        liftPedal(event.place)
        for number in 0..<reach {
            var lanes = lanes(number, of: event.place)
            while let lane = lanes.next() { restControls(number * 16 + lane) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func releaseDevice(_ event: Event) {
        keys.lift(device: event.device)
        for number in 0..<16 { channels[Int(event.device) * 16 + number] = ChannelState() }
        fallBack(from: event, anyKey: true, anyChannel: true)
        for number in 0..<reach {
            var lanes = lanes(number, ofDevice: event.device)
            while let lane = lanes.next() {
                restControls(number * 16 + lane)
                release(number * 16 + lane)
            }
        }
    }

    @_noLocks @_noAllocation
    private mutating func silence() {
        keys.liftAll()
        for number in 0..<256 { channels[number].isPedalDown = false }
        for number in 0..<reach {
            var lanes = LaneSet(sets[number].sounding)
            while let lane = lanes.next() { fade(number * 16 + lane) }
        }
        fadeDoubles()
    }

    @_noLocks @_noAllocation
    private mutating func restControls(_ index: Int) {
        sets[index >> 4].pressures[index & 15] = 0
        aimControls(index)
    }
}
