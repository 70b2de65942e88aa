/// What pedals hold.
extension VoicePool {
    /// Whether a pedal of the channel is down, or of the channel that manages its zone.
    @_noLocks @_noAllocation
    func isDown(_ pedal: Pedals, at place: UInt8) -> Bool {
        if channels[Int(place)].pedals.contains(pedal) { return true }
        guard let manager = channels[Int(place)].manager else { return false }
        return channels[Int(manager)].pedals.contains(pedal)
    }

    @_noLocks @_noAllocation
    mutating func movePedal(_ event: Event) {
        let isDown = event.value > 0
        let pedal: Pedals =
            switch event.kind {
            case .sustain: .sustain
            case .sostenuto: .sostenuto
            case .soft: .soft
            default: .legato
            }
        channels[Int(event.place)].pedals.set(pedal, isDown: isDown)
        var zone = zone(of: event.place)
        while let channel = zone.next() {
            let place = event.place & 0xF0 | UInt8(truncatingIfNeeded: channel)
            switch event.kind {
            case .sustain: if !isDown { liftPedals(place) }
            case .sostenuto: if isDown { catchNotes(place) } else { liftPedals(place) }
            case .legato: if isDown { takeUpKeys(of: place) } else { keepKeys(of: place) }
            default: break
            }
        }
    }

    /// The notes that the channel's pedals hold no longer ring out.
    @_noLocks @_noAllocation
    mutating func liftPedals(_ place: UInt8) {
        let keepsCaught = isDown(.sostenuto, at: place)
        let sustains = isDown(.sustain, at: place)
        for number in 0..<reach {
            var all = lanes(number, of: place)
            if !keepsCaught { while let lane = all.next() { sets[number].caught &= ~bit(lane) } }
            guard !sustains else { continue }
            var pedalled = lanes(number, of: place, in: VoiceState.pedalled)
            while let lane = pedalled.next() {
                if sets[number].caught & bit(lane) == 0 { release(number * 16 + lane) }
            }
        }
    }

    /// The sostenuto pedal goes down: it holds the notes that a key or a pedal holds now.
    @_noLocks @_noAllocation
    private mutating func catchNotes(_ place: UInt8) {
        for number in 0..<reach {
            var held = lanes(number, of: place, in: VoiceState.held)
            while let lane = held.next() { sets[number].caught |= bit(lane) }
            var pedalled = lanes(number, of: place, in: VoiceState.pedalled)
            while let lane = pedalled.next() { sets[number].caught |= bit(lane) }
        }
    }
}
