import KanonState

/// Where a new note finds room.
extension VoicePool {
    /// A lane at rest; where there is none, the faintest of the fading ones, cut off.
    @_noLocks @_noAllocation
    func freeLane(frame: Int) -> Int {
        for index in 0..<groupCount {
            let free = ~groups[index].active
            if free != 0 { return index * 16 + free.trailingZeroBitCount }
        }
        var faintest = 0
        var level = Float.infinity
        for index in 0..<groupCount * 16 where voices[index].state == .fading {
            if groups[index >> 4].amp.level[index & 15] < level {
                level = groups[index >> 4].amp.level[index & 15]
                faintest = index
            }
        }
        rest(faintest, frame: frame)
        return faintest
    }

    /// Stops a sounding lane where it is, at frame `frame` of the cell, with its phases as they are there.
    @_noLocks @_noAllocation
    private func rest(_ index: Int, frame: Int) {
        let lane = index & 15
        for number in 0..<8 { group(index).pointee.filterStates[number][lane] = 0 }
        for number in 0..<3 {
            for copy in 0..<OscillatorLanes.maximumCopies {
                rest(&group(index).pointee.oscillators[number].copies[copy], lane: lane, frame: frame)
            }
            rest(&group(index).pointee.oscillators[number].modulator, lane: lane, frame: frame)
        }
    }

    @_noLocks @_noAllocation
    private func rest(_ lanes: inout PhaseLanes, lane: Int, frame: Int) {
        let frames = UInt32(truncatingIfNeeded: frame)
        let pairs = frame == 0 ? 0 : frames &* (frames &- 1) / 2
        lanes.phase[lane] &+= frames &* lanes.increment[lane] &+ pairs &* UInt32(bitPattern: lanes.ramp[lane])
        lanes.increment[lane] = 0
        lanes.ramp[lane] = 0
    }

    /// The voice that is missed least: released before held by the pedal before held; the lowest and highest held notes last;
    /// the quieter (by 6 dB steps), then the older first.
    @_noLocks @_noAllocation
    func victim() -> Int {
        var lowest: UInt8 = 127
        var highest: UInt8 = 0
        for index in 0..<groupCount * 16 where isSounding(index) && voices[index].state == .held {
            lowest = min(lowest, voices[index].key)
            highest = max(highest, voices[index].key)
        }
        var best = 0
        var bestRank = UInt64.max
        for index in 0..<groupCount * 16 where isSounding(index) && voices[index].state != .fading {
            let voice = voices[index]
            var rank: UInt64 =
                switch voice.state {
                case .released: 0
                case .pedalled: 1
                default: voice.key == lowest || voice.key == highest ? 3 : 2
                }
            // The exponent of a float is its level in steps of 6 dB, of which none may lie at full level, where notes stand. A
            // note on its way up counts as it will be heard.
            let lane = index & 15
            let isRising = group(index).pointee.amp.stage[lane] == EnvelopeLanes.Stage.attack
            let level = isRising ? 1 : group(index).pointee.amp.level[lane]
            let loudness = 1.4 * level * group(index).pointee.loudness[lane]
            rank = rank << 16 | UInt64(max(loudness, 0).bitPattern >> 23)
            rank = rank << 32 | UInt64(voice.order)
            if rank < bestRank {
                bestRank = rank
                best = index
            }
        }
        return best
    }
}
