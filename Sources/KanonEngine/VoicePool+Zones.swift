/// Channels of one voice, and channels of one note: mono modes and MPE.
///
/// Source: MIDI Polyphonic Expression, version 1.1, MIDI Association, 2022.
extension VoicePool {
    /// The channels of a device that a channel's messages concern: its own, and those of the zone it manages.
    @_noLocks @_noAllocation
    func zone(of place: UInt8) -> LaneSet {
        var bits: UInt16 = 1 &<< UInt16(place & 15)
        // Only these manage zones.
        guard place & 15 == 0 || place & 15 == 15 else { return LaneSet(bits) }
        for channel in 0..<16 where channels[Int(place & 0xF0) + channel].manager == place { bits |= 1 &<< UInt16(channel) }
        return LaneSet(bits)
    }

    /// A full wheel of the channel bends so far; in a zone, of all of its members.
    @_noLocks @_noAllocation
    mutating func setBendRange(_ event: Event) {
        let octaves = event.value / 12
        guard let manager = channels[Int(event.place)].manager else {
            channels[Int(event.place)].bendRange = octaves
            return
        }
        for channel in 0..<16 where channels[Int(event.place & 0xF0) + channel].manager == manager {
            channels[Int(event.place & 0xF0) + channel].bendRange = octaves
        }
    }

    /// So many channels, from the event's on, have one voice each; with none, all of the device have what the preset gives them.
    @_noLocks @_noAllocation
    mutating func setMono(_ event: Event) {
        let count = Int(event.value)
        let first = count > 0 ? Int(event.channel) : 0
        for channel in first..<(count > 0 ? min(first + count, 16) : 16) {
            let place = Event(.allNotesOff, device: event.device, channel: UInt8(truncatingIfNeeded: channel))
            if count > 0 || channels[Int(place.place)].isMono || channel == Int(event.channel) { liftChannel(place) }
            channels[Int(place.place)].isMono = count > 0
        }
    }

    /// A zone begins, changes its size or ends. Its notes are let go.
    @_noLocks @_noAllocation
    mutating func setZone(_ event: Event) {
        let count = Int(event.value)
        let isLower = event.channel == 0
        for channel in 0..<16 {
            let place = event.place & 0xF0 | UInt8(truncatingIfNeeded: channel)
            let isMember = channel != Int(event.channel) && (isLower ? channel <= count : channel >= 15 - count)
            guard isMember || channel == Int(event.channel) || channels[Int(place)].manager == event.place else { continue }
            releaseChannel(place)
            channels[Int(place)] = ChannelState()
            // The standard's ranges, until others are asked for.
            if isMember {
                channels[Int(place)].manager = event.place
                channels[Int(place)].bendRange = 4
                endZone(managedBy: place)
            } else if channel == Int(event.channel) && count > 0 {
                channels[Int(place)].bendRange = 2 / 12
            }
        }
    }

    /// A channel that became a member of a zone manages none any more.
    @_noLocks @_noAllocation
    private mutating func endZone(managedBy place: UInt8) {
        guard place & 15 == 0 || place & 15 == 15 else { return }
        for channel in 0..<16 where channels[Int(place & 0xF0) + channel].manager == place {
            releaseChannel(place & 0xF0 | UInt8(truncatingIfNeeded: channel))
            channels[Int(place & 0xF0) + channel] = ChannelState()
        }
    }

    /// Everything that the channel holds is let go, by keys and by pedals.
    @_noLocks @_noAllocation
    private mutating func releaseChannel(_ place: UInt8) {
        keys.liftChannel(of: Event(.allNotesOff, device: place >> 4, channel: place & 15))
        for number in 0..<reach {
            var lanes = lanes(number, of: place)
            while let lane = lanes.next() { release(number * 16 + lane) }
        }
    }
}
