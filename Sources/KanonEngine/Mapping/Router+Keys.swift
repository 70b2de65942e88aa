/// What keys start and end.
extension Router {
    /// A key was struck: it is a button, or starts a note for each zone that it is in.
    @_noLocks @_noAllocation
    mutating func strike(_ key: UInt8, velocity: UInt8, _ sender: Sender) {
        let table = table(of: sender.device)
        if table.pointee.hearsKeys, table.pointee.names(.note(key), on: sender.channel) { return move(.note(key), Movement(127), sender) }
        guard table.pointee.zoneCount > 0 else {
            return start(pitch(of: key, transpose: 0, sender), sender.channel, level: level(velocity, 0, sender), from: key, sender)
        }
        for index in 0..<table.pointee.zoneCount where table.pointee.zones[index].low <= key && key <= table.pointee.zones[index].high {
            let zone = table.pointee.zones[index]
            if isDouble(index, key: key) { continue }
            let channel = zone.channel == RouterTable.anyChannel ? sender.channel : zone.channel
            start(
                pitch(of: key, transpose: zone.transpose, sender), channel, level: level(velocity, zone.velocities, sender), from: key,
                sender)
        }

        // Two zones that have a key start the same note are one.
        func isDouble(_ index: Int, key: UInt8) -> Bool {
            let zones = table.pointee.zones
            for other in 0..<index where zones[other].low <= key && key <= zones[other].high {
                if zones[other].transpose == zones[index].transpose && zones[other].channel == zones[index].channel { return true }
            }
            return false
        }
    }

    /// A key was let go: what it started ends, unless another key that is down started the same.
    @_noLocks @_noAllocation
    mutating func lift(_ key: UInt8, velocity: UInt8, _ sender: Sender) {
        while let note = struck.take(from: sender.place, key: key) {
            end(note, level: Float(velocity) / 127)
            guard struck.hasOthers else { break }
        }
        if table(of: sender.device).pointee.hearsKeys { move(.note(key), Movement(0), sender) }
    }

    /// A key is pressed harder: so are the notes that it started.
    @_noLocks @_noAllocation
    mutating func press(_ key: UInt8, _ level: Float, _ sender: Sender) {
        var note = struck.first(of: sender.place, key: key)
        var index = 0
        while let sounding = note {
            outbox.put(Event(.keyPressure, device: sender.device, channel: sounding.channel, key: sounding.pitch, value: level))
            note = struck.other(index, of: sender.place, key: key)
            index += 1
        }
    }

    /// Every key of a channel counts as let go.
    @_noLocks @_noAllocation
    mutating func endKeys(device: UInt8, channel: UInt8) {
        while let note = struck.take(from: device &<< 4 | channel) {
            if note.channel != channel { end(note, level: 0.5) }
        }
        outbox.put(Event(.allNotesOff, device: device, channel: channel))
    }

    /// The channels on which what the sender's channel has played sounds: a bit each.
    @_noLocks @_noAllocation
    func reach(of sender: Sender) -> UInt16 {
        table(of: sender.device).pointee.followers[Int(sender.channel)] | struck.channels(of: sender.place)
    }

    /// The MIDI key as which a key sounds, which may lie outside 0…127.
    @_noLocks @_noAllocation
    private func pitch(of key: UInt8, transpose: Int, _ sender: Sender) -> Int {
        Int(key) + transpose + 12 * Int(octaves[Int(sender.device)])
    }

    @_noLocks @_noAllocation
    private func level(_ velocity: UInt8, _ number: Int, _ sender: Sender) -> Float {
        table(of: sender.device).pointee.velocityLevels[number * 128 + Int(velocity)]
    }

    /// What lies beyond the keys that MIDI knows is silent, as is what a key starts beyond the outbox.
    @_noLocks @_noAllocation
    private mutating func start(_ pitch: Int, _ channel: UInt8, level: Float, from key: UInt8, _ sender: Sender) {
        guard (0...127).contains(pitch), outbox.hasRoomForNote else { return }
        let note = StruckKeys.Note(place: sender.place, key: key, channel: channel, pitch: UInt8(truncatingIfNeeded: pitch))
        if let forgotten = struck.add(note) { end(forgotten, level: 0.5) }
        outbox.put(Event(.noteOn, device: sender.device, channel: channel, key: note.pitch, value: level))
    }

    @_noLocks @_noAllocation
    private mutating func end(_ note: StruckKeys.Note, level: Float) {
        guard !struck.holds(note) else { return }
        outbox.put(Event(.noteOff, device: note.device, channel: note.channel, key: note.pitch, value: level))
    }
}
