import Glibc
import KanonDSP
import KanonState

/// The instrument as the control thread has it: owns the memory, the ways in and the ways out of one engine.
public final class Instrument: @unchecked Sendable {
    // SAFETY: what other threads reach lies in the arena and is either atomic or owned by one thread (see each type).

    /// What is fixed for an instrument's life, except the sample rate.
    public struct Configuration: Sendable {
        /// Frames a second, within `Instrument.sampleRates`.
        public var sampleRate: Double = 48_000
        /// Voices at once, 1…1024.
        public var polyphony = 64
        /// The build of the signal path.
        public var kernel = Kernel.best
        /// The mapping of controllers to begin with.
        public var controllers = ControllerMap()
        /// The one MIDI channel that is heard, 0…15, whatever the mapping; nil for all.
        public var channel: UInt8?
        /// Where in a block what keyboards send is played; songs and JACK MIDI have frames of their own.
        public var timing = EventTiming.steady
        /// How much sound the recording's ring holds, at 48 kHz.
        public var recordingSeconds = 4.0

        /// 64 voices at 48 kHz.
        public init() {}
    }

    /// For the audio thread alone, while one runs.
    public let engine: UnsafeMutablePointer<Engine>
    /// Where knobs, files and commands set values.
    public let parameters: ParameterStore
    /// What the audio thread counts.
    public let meter: Meter
    /// What is heard, for the writer of the recording.
    public let recording: AudioTap
    /// The way in for songs.
    public let song: SongInput
    /// What MIDI's program changes ask for.
    public let programs: ProgramRequest

    private let arena: Arena
    private let effects: UnsafeMutablePointer<EffectsState>
    private let effectsMemory: UnsafeMutablePointer<Float>
    private let inputs: UnsafeMutablePointer<EventInput.State>
    private let sounds: UnsafeMutablePointer<Mailbox<SoundImage>>
    /// `Router.mailboxCount` a router: the inputs' and the engine's.
    private let mailboxes: UnsafeMutablePointer<Mailbox<RouterTable>>
    private let tunings: UnsafeMutablePointer<Mailbox<KeyTable>>
    /// What buttons asked for, one a router.
    private let requests: [UnsafeMutablePointer<Ring<Int32>>]
    private let buttonRequests = ButtonRequests()
    private let switches: UnsafeMutablePointer<Engine.Switches>
    private let channel: UInt8?
    private var generation: UInt32 = 1

    /// An instrument that is silent until the first note.
    public init(_ configuration: Configuration, sound: Sound) {
        let polyphony = min(max(configuration.polyphony, 1), VoicePool.greatestPolyphony)
        let sampleRate = Self.nearestRate(configuration.sampleRate)
        var recordingFrames = 1024
        while Double(recordingFrames) < configuration.recordingSeconds * 48_000 { recordingFrames *= 2 }
        var arena = Arena(
            byteCount: Self.byteCount(configuration, polyphony: polyphony, recordingFrames: recordingFrames))

        parameters = ParameterStore(in: &arena)
        meter = Meter(in: &arena)
        recording = AudioTap(capacity: recordingFrames, in: &arena)
        programs = ProgramRequest(in: &arena)
        mailboxes = arena.take(Mailbox<RouterTable>.self, count: Self.mailboxCount)
        for index in 0..<Self.mailboxCount { (mailboxes + index).initialize(to: Mailbox()) }
        requests = (0..<Self.routerCount).map { _ in Self.ring(Int32.self, capacity: Router.requestCapacity, in: &arena) }
        channel = configuration.channel
        let map = configuration.controllers.hearing(configuration.channel)
        let routers = (0..<Self.routerCount).map { [mailboxes, parameters, programs, requests, buttonRequests] index in
            // The audio thread's own ways in bring songs.
            Router(
                table: RouterTable.make(map, buttonRequests), mailboxes: mailboxes + index * Router.mailboxCount,
                parameters: parameters, programs: programs, requests: requests[index], jumps: index == InputName.count, in: &arena)
        }

        inputs = arena.take(EventInput.State.self, count: InputName.count)
        for index in 0..<InputName.count {
            let slots = arena.take(TimedEvent.self, count: EventInput.capacity)
            (inputs + index).initialize(
                to: EventInput.State(
                    router: routers[index],
                    ring: Ring(slots: slots, capacity: EventInput.capacity), exclusive: SystemExclusive(in: &arena), meter: meter))
        }
        song = SongInput(ring: Self.ring(SongInput.Item.self, capacity: SongInput.capacity, in: &arena))
        sounds = arena.take(Mailbox<SoundImage>.self, count: 1)
        sounds.initialize(to: Mailbox())
        tunings = arena.take(Mailbox<KeyTable>.self, count: 1)
        tunings.initialize(to: Mailbox())
        switches = arena.take(Engine.Switches.self, count: 1)
        switches.initialize(to: Engine.Switches())

        let image = UnsafeMutablePointer<SoundImage>.allocate(capacity: 1)
        image.initialize(to: SoundImage(sound, generation: generation, isEdit: false))
        parameters.open(generation: generation)

        let layers = Layers(sampleRate: sampleRate, in: &arena)
        effectsMemory = arena.take(repeating: 0, count: EffectsState.floatCount(sampleRate: Self.sampleRates.upperBound))
        effects = arena.take(EffectsState.self, count: 1)
        effects.initialize(to: EffectsState(sampleRate: sampleRate, memory: effectsMemory))
        engine = arena.take(Engine.self, count: 1)
        engine.initialize(
            to: Engine(
                kernel: configuration.kernel.isAvailable ? configuration.kernel : .baseline, inputs: inputs,
                song: song.ring, sounds: sounds, tunings: tunings, switches: switches,
                layers: layers, steps: Self.stepTable(in: &arena),
                memory: arena.take(
                    repeating: SIMD16<Float>.zero, count: workspaceRowCount(groupCount: VoicePool.spareGroupCount(polyphony: polyphony))),
                effects: effects, meter: meter, tap: recording, timing: configuration.timing,
                router: routers[InputName.count], exclusive: SystemExclusive(in: &arena), queue: BlockQueue(in: &arena),
                clock: FrameClock(sampleRate: sampleRate),
                parameters: ParameterState(image, store: parameters, in: &arena),
                pool: VoicePool(
                    polyphony: polyphony, parts: layers.parts, table: KeyTable.make(movesNotes: false) { KeyTable.equalHertz($1) },
                    in: &arena)))
        self.arena = arena
        setSampleRate(sampleRate)
        engine.pointee.prepare()
    }

    deinit {
        collect()
        if let image = sounds.pointee.withdraw() { Self.free(image) }
        Self.free(engine.pointee.parameters.image)
        if let table = tunings.pointee.withdraw() { KeyTable.free(table) }
        KeyTable.free(engine.pointee.pool.table)
        for index in 0..<Self.mailboxCount { mailboxes[index].empty() }
        for index in 0..<InputName.count { inputs[index].router.deallocate() }
        engine.pointee.router.deallocate()
        engine.deinitialize(count: 1)
    }

    /// The memory the audio thread touches, to be locked where not all of the process can be.
    public var lockableMemory: UnsafeRawBufferPointer { UnsafeRawBufferPointer(arena.memory) }

    /// The way in called `name`, for one thread.
    public func input(_ name: InputName) -> EventInput { EventInput(state: inputs + name.rawValue) }

    /// Plays `sound` from the next block on, as its `change` says. Values set from now on are meant for it.
    ///
    /// An edit is the same preset, changed in places: what the player turned since and the edit leaves as it was, stays.
    public func load(_ sound: Sound, isEdit: Bool = false) {
        // The newest request wins: one that still waits is dropped. Edited, it is still another preset.
        let waiting = sounds.pointee.withdraw()
        let isEdit = isEdit && waiting?.pointee.isEdit != false
        if let waiting { Self.free(waiting) }
        // Never 0, which stands for a cell that was never set.
        generation = generation % ParameterStore.greatestGeneration + 1
        let image = UnsafeMutablePointer<SoundImage>.allocate(capacity: 1)
        image.initialize(to: SoundImage(sound, generation: generation, isEdit: isEdit))
        parameters.open(generation: generation, isChange: !isEdit)
        if let old = sounds.pointee.send(image) { Self.free(old) }
        collect()
    }

    /// Controllers mean what `controllers` says from the next message on, but for devices that have a mapping of their own.
    public func load(_ controllers: ControllerMap) {
        for router in 0..<Self.routerCount {
            mailboxes[router * Router.mailboxCount + 16].post(RouterTable.make(controllers.hearing(channel), buttonRequests))
        }
    }

    /// The controllers of one device (0…15) of an input mean what `controllers` says from its next message on.
    public func load(_ controllers: ControllerMap, device: UInt8, of input: InputName) {
        let mailbox = mailboxes + (input.rawValue * Router.mailboxCount + Int(device & 15))
        mailbox.pointee.post(RouterTable.make(controllers.hearing(channel), buttonRequests))
    }

    /// What a button asked for and was not answered yet, the oldest first.
    public func nextRequest() -> ButtonRequest? {
        for ring in requests {
            if let number = ring.pointee.pop() { return buttonRequests[number] }
        }
        return nil
    }

    /// Every key (0…127) of every channel (0…15) has the frequency that `hertz` gives, with the A above middle C at 440 Hz; the
    /// parameter `player.tuning` scales all of them. A key for which there is none is silent. Notes that begin have it from the
    /// next block on, and notes that sound glide there; with `movesNotes` false they stay as they are.
    public func tune(movesNotes: Bool = true, hertz: (_ channel: Int, _ key: Int) -> Double?) {
        collect()
        let waiting = tunings.pointee.withdraw()
        let movesNotes = movesNotes || waiting?.pointee.movesNotes == true
        if let waiting { KeyTable.free(waiting) }
        if let old = tunings.pointee.send(KeyTable.make(movesNotes: movesNotes, hertz)) { KeyTable.free(old) }
    }

    /// The next system exclusive message that came by ALSA or JACK, from F0 to F7; nil where there is none.
    public func nextExclusive() -> [UInt8]? {
        for index in 0..<InputName.count {
            if let message = inputs[index].exclusive.next() { return message }
        }
        return engine.pointee.exclusive.next()
    }

    /// Frees presets, tunings and mappings that other threads gave back; call it now and then.
    public func collect() {
        for index in 0..<Self.mailboxCount { mailboxes[index].clear() }
        if let image = sounds.pointee.collect() { Self.free(image) }
        if let table = tunings.pointee.collect() { KeyTable.free(table) }
    }

    /// Fades everything to silence within 30 ms, or back; `meter[.isSilent]` tells when it is done.
    public func fade(out: Bool) { switches.pointee.fadesOut.store(out, ordering: .relaxed) }

    /// The sample rates that there is memory for, in Hz; who has another from outside refuses it.
    public static let sampleRates = 8_000.0...192_000.0

    /// The present sample rate in Hz. Only while no audio thread runs.
    public var sampleRate: Double { engine.pointee.pool.sampleRate }

    /// The frame with which the present sample rate began.
    public private(set) var firstFrameOfRate: UInt64 = 0

    /// Takes another sample rate in Hz, or the nearest of `sampleRates`; what rings in the effects ends, and songs go on where they are.
    /// Only while no audio thread runs.
    public func setSampleRate(_ wanted: Double) {
        let rate = Self.nearestRate(wanted)
        let before = engine.pointee.pool.sampleRate
        firstFrameOfRate = meter[.frames]
        if rate != before { song.stretch(by: rate / before, from: firstFrameOfRate) }
        if Float(rate) != effects.pointee.sampleRate {
            effects.pointee = EffectsState(sampleRate: rate, memory: effectsMemory)
        }
        engine.pointee.clock.setSampleRate(rate)
        engine.pointee.setSampleRate(rate)
        engine.pointee.parameters.setGlide(lineRate: rate / Double(Grid.framesPerCell), exponential: exp)
        // The peak that the limiter goes by is held for 12.5 ms and falls with a time constant of 0.15 s.
        engine.pointee.limiter.decay = Float(exp(-16 / (0.15 * rate)))
        engine.pointee.limiter.holdSteps = Int32(0.0125 * rate / 16) + 1
        let cellSeconds = Double(Grid.framesPerCell) / rate
        engine.pointee.pool.setSampleRate(rate, share: 1 - exp(-cellSeconds / ParameterState.glideSeconds))
    }

    private static func nearestRate(_ rate: Double) -> Double {
        // In this order what is no number is the least.
        min(sampleRates.upperBound, max(sampleRates.lowerBound, rate))
    }

    /// Every input decodes for itself, and so does the audio thread.
    private static let routerCount = InputName.count + 1
    private static let mailboxCount = routerCount * Router.mailboxCount

    private static func byteCount(_ configuration: Configuration, polyphony: Int, recordingFrames: Int) -> Int {
        var bytes = ParameterStore.byteCount + Meter.byteCount + AudioTap.byteCount(capacity: recordingFrames)
        bytes += ParameterState.byteCount + BlockQueue.byteCount + Layers.byteCount + routerCount * Router.byteCount
        bytes += InputName.count * (MemoryLayout<EventInput.State>.stride + 64)
        bytes += InputName.count * (EventInput.capacity * MemoryLayout<TimedEvent>.stride + 64)
        bytes += SongInput.capacity * MemoryLayout<SongInput.Item>.stride + VoicePool.byteCount(polyphony: polyphony)
        bytes += EffectsState.floatCount(sampleRate: sampleRates.upperBound) * 4 + MemoryLayout<EffectsState>.stride + 2 * 64
        bytes += workspaceRowCount(groupCount: VoicePool.spareGroupCount(polyphony: polyphony)) * 64
        bytes += (InputName.count + 1) * SystemExclusive.byteCount
        // The engine itself, the scratch, the step table, the small rings, the mailboxes.
        return bytes + 64 * 1024
    }

    private static func ring<Element>(
        _ type: Element.Type, capacity: Int, in arena: inout Arena
    ) -> UnsafeMutablePointer<Ring<Element>> {
        let slots = arena.take(Element.self, count: capacity)
        let ring = arena.take(Ring<Element>.self, count: 1)
        ring.initialize(to: Ring(slots: slots, capacity: capacity))
        return ring
    }

    private static func stepTable(in arena: inout Arena) -> UnsafePointer<Float> {
        let steps = arena.take(Float.self, count: StepTable.floatCount)
        StepTable.fill(steps)
        return UnsafePointer(steps)
    }

    private static func free(_ image: UnsafePointer<SoundImage>) {
        image.pointee.deallocate()
        image.deallocate()
    }
}
