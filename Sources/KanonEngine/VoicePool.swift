import KanonDSP
import KanonState

/// Gives notes voices and takes them back: a fixed pool, with some lanes to spare in which stolen voices fade out.
struct VoicePool {
    /// Voices that may sound besides those that are fading.
    let polyphony: Int
    let groups: UnsafeMutablePointer<VoiceGroup>
    let groupCount: Int
    private let voices: UnsafeMutablePointer<Voice>
    private let noteIncrements: UnsafeMutablePointer<Double>
    private var order: UInt32 = 0
    /// The sustain pedals that are down: a bit a channel, an element a device.
    private var pedals: InlineArray<16, UInt16> = InlineArray(repeating: 0)
    /// The pitch wheels: an element a channel of each device.
    private var bends: InlineArray<256, Float> = InlineArray(repeating: 0)

    /// Groups for `polyphony` voices and those that fade at the same time.
    static func groupCount(polyphony: Int) -> Int { (polyphony + 15) / 16 + 1 }

    static func byteCount(polyphony: Int) -> Int {
        groupCount(polyphony: polyphony) * (MemoryLayout<VoiceGroup>.stride + 16 * MemoryLayout<Voice>.stride) + 3 * 64
            + 128 * 8
    }

    init(polyphony: Int, in arena: inout Arena) {
        self.polyphony = polyphony
        groupCount = Self.groupCount(polyphony: polyphony)
        groups = arena.take(repeating: VoiceGroup(), count: groupCount)
        voices = arena.take(repeating: Voice(), count: groupCount * 16)
        noteIncrements = arena.take(repeating: 0, count: 128)
    }

    /// Sets the phase per frame (turns of 2³²) of `key`.
    func setIncrement(_ increment: Double, of key: Int) { noteIncrements[key] = increment }

    /// Sounding voices take the phase per frame that their keys have now: after another sample rate or tuning.
    func retune() {
        for index in 0..<groupCount * 16 where isSounding(index) {
            groups[index >> 4].noteIncrement[index & 15] = noteIncrements[Int(voices[index].key)]
        }
    }

    /// Voices that sound, the fading ones too.
    var soundingCount: Int {
        @_noLocks @_noAllocation get {
            var count = 0
            for index in 0..<groupCount { count += groups[index].active.nonzeroBitCount }
            return count
        }
    }

    /// Takes an event that is due at frame `frame` of the cell; true when a voice had to be stolen for it.
    @_noLocks @_noAllocation
    mutating func take(_ event: Event, frame: Int, _ part: UnsafePointer<PartControl>) -> Bool {
        let device = Int(event.device)
        let channelBit: UInt16 = 1 &<< UInt16(event.channel)
        switch event.kind {
        case .noteOn:
            return start(event, frame: frame, part)
        case .noteOff:
            let isPedalDown = pedals[device] & channelBit != 0
            for index in 0..<groupCount * 16 where owns(event, index) && voices[index].key == event.key {
                if voices[index].state == .held { isPedalDown ? hold(index) : release(index) }
            }
        case .sustain:
            if event.value > 0 {
                pedals[device] |= channelBit
            } else {
                liftPedal(event)
            }
        case .bend:
            bends[device * 16 + Int(event.channel)] = event.value
            for index in 0..<groupCount * 16 where owns(event, index) { setBend(event.value, of: index) }
        case .allNotesOff:
            let isPedalDown = pedals[device] & channelBit != 0
            for index in 0..<groupCount * 16 where owns(event, index) && voices[index].state == .held {
                isPedalDown ? hold(index) : release(index)
            }
        case .allSoundOff:
            for index in 0..<groupCount * 16 where owns(event, index) { fade(index) }
        case .resetControllers:
            liftPedal(event)
            bends[device * 16 + Int(event.channel)] = 0
            for index in 0..<groupCount * 16 where owns(event, index) { setBend(0, of: index) }
        case .releaseDevice:
            pedals[device] = 0
            for channel in 0..<16 { bends[device * 16 + channel] = 0 }
            for index in 0..<groupCount * 16 where isSounding(index) && voices[index].device == event.device {
                setBend(0, of: index)
                release(index)
            }
        case .panic:
            for device in 0..<16 { pedals[device] = 0 }
            for index in 0..<groupCount * 16 where isSounding(index) { fade(index) }
        }
        return false
    }

    @_noLocks @_noAllocation
    private func isSounding(_ index: Int) -> Bool { groups[index >> 4].active & bit(index) != 0 }

    @_noLocks @_noAllocation
    private func bit(_ index: Int) -> UInt16 { 1 &<< UInt16(truncatingIfNeeded: index & 15) }

    @_noLocks @_noAllocation
    private func owns(_ event: Event, _ index: Int) -> Bool {
        isSounding(index) && voices[index].device == event.device && voices[index].channel == event.channel
    }

    @_noLocks @_noAllocation
    private func hold(_ index: Int) { voices[index].state = .pedalled }

    @_noLocks @_noAllocation
    private func setBend(_ position: Float, of index: Int) { groups[index >> 4].bendTarget[index & 15] = position }

    @_noLocks @_noAllocation
    private mutating func liftPedal(_ event: Event) {
        pedals[Int(event.device)] &= ~(1 &<< UInt16(event.channel))
        for index in 0..<groupCount * 16 where owns(event, index) && voices[index].state == .pedalled { release(index) }
    }

    @_noLocks @_noAllocation
    private func release(_ index: Int) {
        guard voices[index].state == .held || voices[index].state == .pedalled else { return }
        voices[index].state = .released
        turn(index, to: EnvelopeLanes.Stage.release)
    }

    @_noLocks @_noAllocation
    private func fade(_ index: Int) {
        guard voices[index].state != .fading else { return }
        voices[index].state = .fading
        turn(index, to: EnvelopeLanes.Stage.fade)
    }

    @_noLocks @_noAllocation
    private func turn(_ index: Int, to stage: Int32) {
        let group = groups + (index >> 4)
        group.pointee.amp.stage[index & 15] = stage
        // The filter's envelope only ever rings out; the loudness decides when the voice is over.
        group.pointee.mod.stage[index & 15] = EnvelopeLanes.Stage.release
        group.pointee.turned |= bit(index)
    }

    /// Starts a note. The same key struck again lets its old voice ring out.
    @_noLocks @_noAllocation
    private mutating func start(_ event: Event, frame: Int, _ part: UnsafePointer<PartControl>) -> Bool {
        var counted = 0
        for index in 0..<groupCount * 16 where isSounding(index) && voices[index].state != .fading {
            counted += 1
            if owns(event, index) && voices[index].key == event.key { release(index) }
        }
        let mustSteal = counted >= polyphony
        if mustSteal { fade(victim()) }
        let index = freeLane(frame: frame)
        order &+= 1
        voices[index] = Voice(
            state: .held, device: event.device, channel: event.channel, key: event.key, order: order)
        let group = groups + (index >> 4)
        let lane = index & 15
        group.pointee.active |= bit(index)
        group.pointee.fresh |= bit(index)
        group.pointee.turned &= ~bit(index)
        group.pointee.noteIncrement[lane] = noteIncrements[Int(event.key)]
        group.pointee.noteOctaves[lane] = (Float(event.key) - 60) / 12
        group.pointee.velocity[lane] = event.value
        let bend = bends[Int(event.device) * 16 + Int(event.channel)]
        group.pointee.bend[lane] = bend
        group.pointee.bendTarget[lane] = bend
        group.pointee.amp.level[lane] = 0
        group.pointee.amp.stage[lane] = EnvelopeLanes.Stage.attack
        group.pointee.mod.level[lane] = 0
        group.pointee.mod.stage[lane] = EnvelopeLanes.Stage.attack
        setGain(group, lane: lane, key: event.key, velocity: event.value, part)
        return mustSteal
    }

    /// Notes that begin on a grid line take velocity and place from the parameters of this line, not of the one before.
    @_noLocks @_noAllocation
    func setGainsOfFresh(_ part: UnsafePointer<PartControl>) {
        for index in 0..<groupCount * 16 where groups[index >> 4].fresh & bit(index) != 0 {
            let group = groups + (index >> 4)
            setGain(
                group, lane: index & 15, key: voices[index].key, velocity: group.pointee.velocity[index & 15], part)
        }
    }

    /// Velocity and place of a note: equal power to both sides, low keys left and high keys right by the preset's spread.
    @_noLocks @_noAllocation
    private func setGain(
        _ group: UnsafeMutablePointer<VoiceGroup>, lane: Int, key: UInt8, velocity: Float,
        _ part: UnsafePointer<PartControl>
    ) {
        let softness = 1 - velocity
        // Full sensitivity makes loudness fall with the square of velocity.
        let loudness = 1 - part.pointee.velocitySensitivity * softness * (2 - softness)
        let place = min(max((Float(key) - 60) / 36, -1), 1) * part.pointee.spread
        group.pointee.left[lane] = loudness * equalPowerGain(1 - place)
        group.pointee.right[lane] = loudness * equalPowerGain(1 + place)
    }

    /// A lane at rest; where there is none, the faintest of the fading ones, cut off.
    @_noLocks @_noAllocation
    private func freeLane(frame: Int) -> Int {
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
        let group = groups + (index >> 4)
        let lane = index & 15
        let frames = UInt32(truncatingIfNeeded: frame)
        let pairs = frame == 0 ? 0 : frames &* (frames &- 1) / 2
        group.pointee.state1[lane] = 0
        group.pointee.state2[lane] = 0
        for number in 0..<3 {
            let increment = group.pointee.oscillators[number].increment[lane]
            group.pointee.oscillators[number].phase[lane] &+=
                frames &* increment &+ pairs &* UInt32(bitPattern: group.pointee.oscillators[number].ramp[lane])
            group.pointee.oscillators[number].increment[lane] = 0
            group.pointee.oscillators[number].ramp[lane] = 0
            let modulator = group.pointee.oscillators[number].modulatorIncrement[lane]
            group.pointee.oscillators[number].modulatorPhase[lane] &+=
                frames &* modulator &+ pairs &* UInt32(bitPattern: group.pointee.oscillators[number].modulatorRamp[lane])
            group.pointee.oscillators[number].modulatorIncrement[lane] = 0
            group.pointee.oscillators[number].modulatorRamp[lane] = 0
        }
    }

    /// The voice that is missed least: released before held by the pedal before held; the lowest and highest held notes last;
    /// the quieter (by 6 dB steps), then the older first.
    @_noLocks @_noAllocation
    private func victim() -> Int {
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
            // The exponent of a float is its level in steps of 6 dB. A note on its way up counts as it will be heard.
            let group = groups + (index >> 4)
            let lane = index & 15
            let isRising = group.pointee.amp.stage[lane] == EnvelopeLanes.Stage.attack
            let level = isRising ? 1 : group.pointee.amp.level[lane]
            let loudness = level * max(group.pointee.left[lane], group.pointee.right[lane])
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
