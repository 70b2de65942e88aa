import KanonState

/// What events do to the voices.
extension VoicePool {
    /// Takes an event that is due at frame `frame` of the cell; true when a voice had to be stolen for it.
    @_noLocks @_noAllocation
    mutating func take(_ event: Event, frame: Int) -> Bool {
        switch event.kind {
        case .noteOn: return press(event, frame: frame)
        case .noteOff: liftKey(event)
        case .sustain, .sostenuto, .soft, .legato: movePedal(event)
        case .mono: setMono(event)
        case .zone: setZone(event)
        case .bend, .wheel, .pressure, .keyPressure, .timbre, .bendRange, .wheelRange, .tuning: moveControl(event)
        case .allNotesOff: liftChannel(event)
        case .allSoundOff: silenceChannel(event)
        case .resetControllers: resetChannel(event)
        case .resetChannels:
            var channels = LaneSet(event.channels)
            while let channel = channels.next() {
                resetChannel(Event(.resetControllers, device: event.device, channel: UInt8(truncatingIfNeeded: channel)))
            }
        case .releaseDevice: releaseDevice(event)
        case .panic: silence()
        case .systemReset:
            silence()
            for number in 0..<256 { channels[number] = ChannelState() }
        }
        return false
    }

    @_noLocks @_noAllocation
    private mutating func press(_ event: Event, frame: Int) -> Bool {
        lastPlace = event.place
        if isSilent(event) { return false }
        if mode == VoiceMode.poly.rawValue && channels[Int(event.place)].isPlain { return start(event, frame: frame) }
        var event = event
        if isDown(.soft, at: event.place) { event.value *= VoicePool.softness }
        guard isSingle(event.place) else { return start(event, frame: frame) }
        keys.press(event)
        return startSingle(event, frame: frame)
    }

    /// What of a note's velocity counts while the soft pedal is down.
    private static var softness: Float {
        @_noLocks @_noAllocation get { 0.7 }
    }

    @_noLocks @_noAllocation
    private mutating func liftKey(_ event: Event) {
        if mode != VoiceMode.poly.rawValue || !channels[Int(event.place)].isPlain, isSingle(event.place) {
            keys.lift(event)
            fallBack(from: event)
        }
        for number in 0..<reach {
            var lanes = lanes(number, of: event.place, key: event.key)
            while let lane = lanes.next() { letGo(number * 16 + lane, velocity: event.value) }
        }
    }

    @_noLocks @_noAllocation
    mutating func liftChannel(_ event: Event) {
        keys.liftChannel(of: event)
        fallBack(from: event, anyKey: true)
        for number in 0..<reach {
            var lanes = lanes(number, of: event.place)
            while let lane = lanes.next() { letGo(number * 16 + lane, velocity: 0.5) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func moveControl(_ event: Event) {
        let channel = channels + Int(event.place)
        switch event.kind {
        case .bend: channel.pointee.bend = event.value
        case .wheel: channel.pointee.wheel = event.value
        case .pressure: channel.pointee.pressure = event.value
        case .timbre: channel.pointee.timbre = event.value
        case .bendRange: setBendRange(event)
        case .wheelRange: channel.pointee.wheelRange = event.value / 12
        case .tuning: channel.pointee.tuning = event.value / 12
        default: break
        }
        if event.kind != .keyPressure { return aimChannel(event.place) }
        for number in 0..<reach {
            var lanes = lanes(number, of: event.place, key: event.key)
            while let lane = lanes.next() {
                sets[number].pressures[lane] = event.value
                aimControls(number * 16 + lane)
            }
        }
    }

    /// The voices of a channel, and of the zone it manages, go where its controls stand.
    @_noLocks @_noAllocation
    private mutating func aimChannel(_ place: UInt8) {
        lastPlace = place
        var zone = zone(of: place)
        while let channel = zone.next() {
            let member = place & 0xF0 | UInt8(truncatingIfNeeded: channel)
            let isMember = channels[Int(member)].manager != nil
            for number in 0..<reach {
                var lanes = lanes(number, of: member)
                while let lane = lanes.next() {
                    // A member's channel is given to other notes while this one rings out.
                    if isMember && state(number * 16 + lane) == VoiceState.released { continue }
                    aimControls(number * 16 + lane)
                }
            }
        }
    }

    /// Wheels and pressure of a voice go where those of its channel, and of its zone, stand.
    @_noLocks @_noAllocation
    mutating func aimControls(_ index: Int) {
        aimControls(group(index), index)
        if let double = double(of: index) { aimControls(double, index) }
    }

    /// The same in one of the groups in which the voice sounds.
    @_noLocks @_noAllocation
    mutating func aimControls(_ group: UnsafeMutablePointer<VoiceGroup>, _ index: Int) {
        let lane = index & 15
        let set = sets + (index >> 4)
        let channel = channels + Int(set.pointee.places[lane])
        group.pointee.controlsMove = true
        group.pointee.bendTarget[lane] = channel.pointee.bend
        group.pointee.wheelTarget[lane] = channel.pointee.wheel
        group.pointee.pressureTarget[lane] = max(channel.pointee.pressure, set.pointee.pressures[lane])
        group.pointee.timbreTarget[lane] = channel.pointee.timbre
        if channel.pointee.isTuned || group.pointee.hasChannelTuning { tune(group, lane, channel) }
        guard let manager = channel.pointee.manager else { return }
        let zone = channels + Int(manager)
        group.pointee.wheelTarget[lane] = max(channel.pointee.wheel, zone.pointee.wheel)
        group.pointee.pressureTarget[lane] = max(group.pointee.pressureTarget[lane], zone.pointee.pressure)
        group.pointee.timbreTarget[lane] = min(max(channel.pointee.timbre + zone.pointee.timbre, -1), 1)
        group.pointee.tuningTarget[lane] = channel.pointee.tuning + zone.pointee.tuning + zone.pointee.bend * zone.pointee.bendRange
    }

    /// A voice takes the tuning and the ranges of its channel.
    @_noLocks @_noAllocation
    private mutating func tune(_ group: UnsafeMutablePointer<VoiceGroup>, _ lane: Int, _ channel: UnsafePointer<ChannelState>) {
        openTuning(group)
        group.pointee.bendRange[lane] = channel.pointee.bendRange
        group.pointee.wheelRange[lane] = channel.pointee.wheelRange
        group.pointee.tuningTarget[lane] = channel.pointee.tuning
    }

    /// A group's rows of tuning and ranges count from here on: what they hold of its voices so far is from others, long gone.
    @_noLocks @_noAllocation
    mutating func openTuning(_ group: UnsafeMutablePointer<VoiceGroup>) {
        guard !group.pointee.hasChannelTuning else { return }
        group.pointee.hasChannelTuning = true
        group.pointee.bendRange = SIMD16(repeating: -1)
        group.pointee.wheelRange = SIMD16(repeating: -1)
        group.pointee.tuning = .zero
        group.pointee.tuningTarget = .zero
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
        channels[Int(event.place)].reset()
        if !isSingle(event.place) { keys.liftChannel(of: event) }
        var zone = zone(of: event.place)
        while let channel = zone.next() { liftPedals(event.place & 0xF0 | UInt8(truncatingIfNeeded: channel)) }
        for number in 0..<reach {
            var lanes = lanes(number, of: event.place)
            while let lane = lanes.next() { sets[number].pressures[lane] = 0 }
        }
        aimChannel(event.place)
    }

    @_noLocks @_noAllocation
    private mutating func releaseDevice(_ event: Event) {
        keys.lift(device: event.device)
        for number in 0..<16 { channels[Int(event.device) * 16 + number] = ChannelState() }
        fallBack(from: event, anyKey: true, anyChannel: true)
        for number in 0..<reach {
            var lanes = lanes(number, ofDevice: event.device)
            while let lane = lanes.next() {
                sets[number].pressures[lane] = 0
                aimControls(number * 16 + lane)
                release(number * 16 + lane)
            }
        }
    }

    @_noLocks @_noAllocation
    private mutating func silence() {
        keys.liftAll()
        for number in 0..<256 { channels[number].pedals = Pedals() }
        for number in 0..<reach {
            var lanes = LaneSet(sets[number].sounding)
            while let lane = lanes.next() { fade(number * 16 + lane) }
        }
        fadeDoubles()
    }
}
