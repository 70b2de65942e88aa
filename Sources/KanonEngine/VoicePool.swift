import KanonDSP
import KanonState

/// Gives notes voices and takes them back: a fixed pool, with some lanes to spare in which stolen voices fade out.
struct VoicePool {
    /// Voices that may sound besides those that are fading.
    let polyphony: Int
    let groups: UnsafeMutablePointer<VoiceGroup>
    let groupCount: Int
    let voices: UnsafeMutablePointer<Voice>
    let part: UnsafePointer<PartControl>
    private let noteIncrements: UnsafeMutablePointer<Double>
    /// Rows of 16 lanes of a group, for moving voices.
    let laneRows: Int
    /// Grows with every note: the smaller, the older.
    private var order: UInt32 = 0
    /// An element a channel of each device.
    let channels: UnsafeMutablePointer<ChannelState>
    var keys: HeldKeys
    /// One of `VoiceMode`, one of `NotePriority`, and the cells that a glide takes.
    var mode = VoiceMode.poly.rawValue
    var priority = NotePriority.last.rawValue
    var glideCells: Float = 0
    /// The key struck last, from which a glide begins; nil before the first.
    private var lastKey: UInt8?

    /// Groups for `polyphony` voices and those that fade at the same time.
    static func groupCount(polyphony: Int) -> Int { (polyphony + 15) / 16 + 1 }

    static func byteCount(polyphony: Int) -> Int {
        groupCount(polyphony: polyphony) * (MemoryLayout<VoiceGroup>.stride + 16 * MemoryLayout<Voice>.stride) + 4 * 64
            + 128 * 8 + 256 * MemoryLayout<ChannelState>.stride + HeldKeys.byteCount
    }

    init(polyphony: Int, part: UnsafePointer<PartControl>, in arena: inout Arena) {
        self.polyphony = polyphony
        self.part = part
        groupCount = Self.groupCount(polyphony: polyphony)
        groups = arena.take(repeating: VoiceGroup(), count: groupCount)
        voices = arena.take(repeating: Voice(), count: groupCount * 16)
        noteIncrements = arena.take(repeating: 0, count: 128)
        channels = arena.take(repeating: ChannelState(), count: 256)
        keys = HeldKeys(in: &arena)
        laneRows = VoiceGroup.laneRows
    }

    /// Sets the phase per frame (turns of 2³²) of `key`.
    func setIncrement(_ increment: Double, of key: Int) { noteIncrements[key] = increment }

    /// Sounding voices take the phase per frame that their keys have now: after another sample rate or tuning.
    func retune() {
        for index in 0..<groupCount * 16 where isSounding(index) {
            groups[index >> 4].noteIncrement[index & 15] = noteIncrements[Int(voices[index].key)]
            groups[index >> 4].keysMove = true
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
    mutating func take(_ event: Event, frame: Int) -> Bool {
        let channel = channels + (Int(event.device) * 16 + Int(event.channel))
        switch event.kind {
        case .noteOn:
            keys.press(event)
            return mode == VoiceMode.poly.rawValue ? start(event, frame: frame) : startSingle(event, frame: frame)
        case .noteOff:
            keys.lift(event)
            if mode != VoiceMode.poly.rawValue, fallBack(from: event) { break }
            for index in 0..<groupCount * 16 where owns(event, index) && voices[index].key == event.key {
                if voices[index].state == .held { letGo(index, isPedalDown: channel.pointee.isPedalDown) }
            }
        case .sustain:
            channel.pointee.isPedalDown = event.value > 0
            if !channel.pointee.isPedalDown { liftPedal(event) }
        case .bend:
            channel.pointee.bend = event.value
            for index in 0..<groupCount * 16 where owns(event, index) { group(index).pointee.bendTarget[index & 15] = event.value }
        case .wheel:
            channel.pointee.wheel = event.value
            for index in 0..<groupCount * 16 where owns(event, index) { group(index).pointee.wheelTarget[index & 15] = event.value }
        case .pressure:
            channel.pointee.pressure = event.value
            for index in 0..<groupCount * 16 where owns(event, index) { setPressure(index, channel.pointee.pressure) }
        case .keyPressure:
            for index in 0..<groupCount * 16 where owns(event, index) && voices[index].key == event.key {
                voices[index].pressure = event.value
                setPressure(index, channel.pointee.pressure)
            }
        case .timbre:
            channel.pointee.timbre = event.value
            for index in 0..<groupCount * 16 where owns(event, index) { group(index).pointee.timbreTarget[index & 15] = event.value }
        case .allNotesOff:
            keys.liftChannel(of: event)
            for index in 0..<groupCount * 16 where owns(event, index) && voices[index].state == .held {
                letGo(index, isPedalDown: channel.pointee.isPedalDown)
            }
        case .allSoundOff:
            keys.liftChannel(of: event)
            for index in 0..<groupCount * 16 where owns(event, index) { fade(index) }
        case .resetControllers:
            channel.pointee = ChannelState()
            liftPedal(event)
            for index in 0..<groupCount * 16 where owns(event, index) { restControls(index) }
        case .releaseDevice:
            keys.lift(device: event.device)
            for number in 0..<16 { channels[Int(event.device) * 16 + number] = ChannelState() }
            for index in 0..<groupCount * 16 where isSounding(index) && voices[index].device == event.device {
                restControls(index)
                release(index)
            }
        case .panic:
            keys.liftAll()
            for number in 0..<256 { channels[number].isPedalDown = false }
            for index in 0..<groupCount * 16 where isSounding(index) { fade(index) }
        }
        return false
    }

    @_noLocks @_noAllocation
    func isSounding(_ index: Int) -> Bool { groups[index >> 4].active & bit(index) != 0 }

    @_noLocks @_noAllocation
    func bit(_ index: Int) -> UInt16 { 1 &<< UInt16(truncatingIfNeeded: index & 15) }

    @_noLocks @_noAllocation
    func group(_ index: Int) -> UnsafeMutablePointer<VoiceGroup> { groups + (index >> 4) }

    @_noLocks @_noAllocation
    func owns(_ event: Event, _ index: Int) -> Bool {
        isSounding(index) && voices[index].device == event.device && voices[index].channel == event.channel
    }

    @_noLocks @_noAllocation
    private func letGo(_ index: Int, isPedalDown: Bool) {
        if isPedalDown { voices[index].state = .pedalled } else { release(index) }
    }

    @_noLocks @_noAllocation
    private func setPressure(_ index: Int, _ ofChannel: Float) {
        group(index).pointee.pressureTarget[index & 15] = max(ofChannel, voices[index].pressure)
    }

    @_noLocks @_noAllocation
    private func restControls(_ index: Int) {
        let lane = index & 15
        voices[index].pressure = 0
        group(index).pointee.bendTarget[lane] = 0
        group(index).pointee.wheelTarget[lane] = 0
        group(index).pointee.pressureTarget[lane] = 0
        group(index).pointee.timbreTarget[lane] = 0
    }

    @_noLocks @_noAllocation
    private func liftPedal(_ event: Event) {
        for index in 0..<groupCount * 16 where owns(event, index) && voices[index].state == .pedalled { release(index) }
    }

    @_noLocks @_noAllocation
    func release(_ index: Int) {
        guard voices[index].state == .held || voices[index].state == .pedalled else { return }
        voices[index].state = .released
        turn(index, to: EnvelopeLanes.Stage.release)
    }

    @_noLocks @_noAllocation
    func fade(_ index: Int) {
        guard voices[index].state != .fading else { return }
        voices[index].state = .fading
        turn(index, to: EnvelopeLanes.Stage.fade)
    }

    @_noLocks @_noAllocation
    private func turn(_ index: Int, to stage: Int32) {
        let lane = index & 15
        group(index).pointee.amp.stage[lane] = stage
        // The filter's envelope only ever rings out; the loudness decides when the voice is over.
        group(index).pointee.mod.stage[lane] = EnvelopeLanes.Stage.release
        group(index).pointee.turned |= bit(index)
    }

    /// Begins both envelopes again, from where they are.
    @_noLocks @_noAllocation
    func strike(_ index: Int) {
        let lane = index & 15
        group(index).pointee.amp.stage[lane] = EnvelopeLanes.Stage.attack
        group(index).pointee.mod.stage[lane] = EnvelopeLanes.Stage.attack
        group(index).pointee.turned |= bit(index)
    }

    /// Starts a note. The same key struck again lets its old voice ring out.
    @_noLocks @_noAllocation
    mutating func start(_ event: Event, frame: Int) -> Bool {
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
        open(index)
        setKey(index, event.key, velocity: event.value, glidesFrom: lastKey)
        lastKey = event.key
        return mustSteal
    }

    /// A lane as a note finds it.
    @_noLocks @_noAllocation
    private func open(_ index: Int) {
        let group = group(index)
        let lane = index & 15
        group.pointee.active |= bit(index)
        group.pointee.fresh |= bit(index)
        group.pointee.turned &= ~bit(index)
        let channel = channels[Int(voices[index].device) * 16 + Int(voices[index].channel)]
        group.pointee.bend[lane] = channel.bend
        group.pointee.bendTarget[lane] = channel.bend
        group.pointee.wheel[lane] = channel.wheel
        group.pointee.wheelTarget[lane] = channel.wheel
        group.pointee.pressure[lane] = channel.pressure
        group.pointee.pressureTarget[lane] = channel.pressure
        group.pointee.timbre[lane] = channel.timbre
        group.pointee.timbreTarget[lane] = channel.timbre
        group.pointee.amp.level[lane] = 0
        group.pointee.amp.stage[lane] = EnvelopeLanes.Stage.attack
        group.pointee.mod.level[lane] = 0
        group.pointee.mod.stage[lane] = EnvelopeLanes.Stage.attack
        let number = scrambled(order)
        group.pointee.seed[lane] = number
        group.pointee.random[lane] = Float(Int32(bitPattern: number)) * 0x1p-31
        startMovement(index)
    }

    @_noLocks @_noAllocation
    private func startMovement(_ index: Int) {
        let group = group(index)
        let lane = index & 15
        for number in 0..<2 {
            let lfo = part.pointee.lfos[number]
            group.pointee.lfos[number].phase[lane] = lfo.isKeySynced ? 0 : lfo.phase
            group.pointee.lfos[number].turns[lane] = lfo.isKeySynced ? 0 : lfo.turns
            group.pointee.lfos[number].fade[lane] = 0
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

    /// Gives a voice its note, from `glidesFrom` on.
    @_noLocks @_noAllocation
    func setKey(_ index: Int, _ key: UInt8, velocity: Float, glidesFrom before: UInt8?) {
        let group = group(index)
        let lane = index & 15
        group.pointee.noteIncrement[lane] = noteIncrements[Int(key)]
        group.pointee.noteOctaves[lane] = (Float(key) - 60) / 12
        group.pointee.velocity[lane] = velocity
        group.pointee.glide[lane] = 0
        if glideCells > 0, let before, before != key {
            let octaves = (Float(before) - Float(key)) / 12
            group.pointee.glide[lane] = octaves
            group.pointee.glideStep[lane] = abs(octaves) / glideCells
        }
        setGain(index)
    }

    /// Notes that begin on a grid line take velocity and place from the parameters of this line, not of the one before.
    @_noLocks @_noAllocation
    func setGainsOfFresh() {
        for number in 0..<groupCount where groups[number].fresh != 0 {
            for lane in 0..<16 where groups[number].fresh & bit(lane) != 0 { setGain(number * 16 + lane) }
        }
    }

    /// Velocity and place of a note: low keys left and high keys right by the preset's spread.
    @_noLocks @_noAllocation
    private func setGain(_ index: Int) {
        let group = group(index)
        let lane = index & 15
        let softness = 1 - group.pointee.velocity[lane]
        // Full sensitivity makes loudness fall with the square of velocity.
        group.pointee.loudness[lane] = 1 - part.pointee.velocitySensitivity * softness * (2 - softness)
        group.pointee.place[lane] = min(max(group.pointee.noteOctaves[lane] / 3, -1), 1) * part.pointee.spread
    }

    /// A number without a pattern. Source: C. Wellons, "Prospecting for Hash Functions", 2018.
    @_noLocks @_noAllocation
    private func scrambled(_ number: UInt32) -> UInt32 {
        var x = number
        x = (x ^ (x &>> 16)) &* 0x7FEB_352D
        x = (x ^ (x &>> 15)) &* 0x846C_A68B
        return x ^ (x &>> 16)
    }
}
