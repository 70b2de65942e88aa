import CRealtime
import KanonState
import Synchronization

/// The instrument on the audio thread: takes what is due in a block, moves parameters on the grid and renders the voices.
///
/// Nothing here waits, allocates or asks the system for anything; memory and commands come from `Instrument`.
public struct Engine: ~Copyable {
    let kernel: Kernel
    let inputs: UnsafeMutablePointer<EventInput.State>
    let song: UnsafeMutablePointer<Ring<SongInput.Item>>
    let sounds: UnsafeMutablePointer<Mailbox<SoundImage>>
    let tunings: UnsafeMutablePointer<Mailbox<KeyTable>>
    let switches: UnsafeMutablePointer<Switches>
    var layers: Layers
    let steps: UnsafePointer<Float>
    let memory: UnsafeMutablePointer<SIMD16<Float>>
    let effects: UnsafeMutablePointer<EffectsState>
    let meter: Meter
    let tap: AudioTap
    let timing: EventTiming
    var router: Router
    var exclusive: SystemExclusive
    var queue: BlockQueue
    var clock: FrameClock
    var parameters: ParameterState
    var pool: VoicePool
    var limiter = LimiterState()
    var crossfade = Crossfade()
    var governor = Governor()
    /// Whether a parameter waits for a crossfade.
    var isWaiting = false
    /// Whether the player's own sound takes up other modulations at the line at hand.
    var takesModulations = false

    /// Frames rendered since the instrument was made; the grid's lines are its multiples of 16.
    var frame: UInt64 = 0
    /// Frames of the block at hand.
    var blockFrames = 0
    /// When the block at hand began, on the server's clock; 0 before the first.
    var blockMicroseconds: UInt64 = 0
    /// Whether the server was away before the block at hand.
    var dropsWaitingNotes = false

    /// What the control thread asks of the engine as a whole.
    struct Switches: ~Copyable {
        let fadesOut = Atomic<Bool>(false)
    }

    /// The greatest block.
    public static var maximumFrames: Int { 8192 }
    /// Frames by which the sound lags the messages: the limiter's.
    public static var delayFrames: Int { LimiterState.delayFrames }
    /// Keys struck while no block came for this long are not played afterwards, in µs.
    static var longestPause: UInt64 { 1_000_000 }
    /// No event waits longer than this, about ten seconds.
    static var greatestDelayFrames: Int { 500_000 }
    /// The devices as which the audio thread's own ways in appear to the voices.
    public static var jackDevice: UInt8 {
        @_noLocks @_noAllocation get { 15 }
    }
    static var songDevice: UInt8 { 14 }

    /// Makes the first parameters ready, so that a note on the very first frame finds them. Before any block.
    mutating func prepare() {
        parameters.passLine()
        parameters.moveMorph(to: morphPosition)
        for index in 0..<ParameterID.cellCount { layers.own.pointee.values.set(cell: index, to: parameters.targets[index]) }
        layers.passLine(parameters, modulations: parameters.nearest, keeps: false, fadesOut: false, frame: 0)
        parameters.tookSound()
        setPlaying()
    }

    /// How notes are given to voices.
    @_noLocks @_noAllocation
    private mutating func setPlaying() {
        let own = layers.own
        pool.setMode(Int(own.pointee.values[.voice(.mode)]))
        let wanted = Int(own.pointee.values[.voice(.polyphony)])
        let playing = pool.playingCount
        pool.setLimit(governor.limit(wanted, playing: playing))
        let shed = min(playing, wanted) - pool.playingCount
        if shed > 0 { meter.add(shed, to: .shedVoices) }
        pool.priority = Int(own.pointee.values[.voice(.priority)])
        pool.glideCells = own.pointee.builder.cells(seconds: own.pointee.values[.voice(.glide)])
    }

    /// Opens a block of `frames` frames (1…8192) that the server began at `microseconds` of its clock. `costMicroseconds`: what
    /// the block before took, by which voices are ended where they are too many; 0 where that is not measured, as nothing waits.
    @_noLocks @_noAllocation
    public mutating func begin(frames: Int, microseconds: UInt64, costMicroseconds: UInt64 = 0) {
        if kanon_flush_denormals() { meter.set(.scheduling, to: UInt64(kanon_thread_scheduling())) }
        if costMicroseconds > 0, blockFrames > 0 { govern(costMicroseconds: costMicroseconds) }
        blockFrames = frames
        dropsWaitingNotes = blockMicroseconds > 0 && microseconds > blockMicroseconds + Engine.longestPause
        blockMicroseconds = microseconds
        queue.clear()
        clock.advance(to: microseconds, frames: frames)
        releaseSilentDevices()
        adoptTuning()
        adoptSound()
    }

    @_noLocks @_noAllocation
    private mutating func govern(costMicroseconds: UInt64) {
        let rate = pool.sampleRate / Double(blockFrames)
        let load = Float(Double(costMicroseconds) * 1e-6 * rate)
        governor.take(load: load, sounding: pool.soundingCount, playing: pool.playingCount, rate: rate)
        meter.set(.load, to: UInt64(load * 1000))
        meter.set(.fittingVoices, to: UInt64(min(governor.voices, pool.polyphony)))
    }

    /// The server stumbled: the times of blocks are learnt anew.
    @_noLocks @_noAllocation
    public mutating func resetClock() { clock.reset() }

    /// Takes a MIDI message that is due at `frame` of this block. System exclusive ones go to the control thread.
    @_noLocks @_noAllocation
    public mutating func receive(_ bytes: UnsafePointer<UInt8>, count: Int, frame: Int) {
        if count > 3 || bytes[0] >= 0xF0 || bytes[0] < 0x80 {
            for index in 0..<count where exclusive.take(bytes[index], device: Engine.jackDevice) {
                insert(.message(ShortMessage(systemReset: ()), device: Engine.jackDevice), at: frame)
            }
        }
        guard let message = ShortMessage(bytes, count: count) else { return }
        insert(.message(message, device: Engine.jackDevice), at: frame)
    }

    /// Lets go of the keys and pedals of a device whose messages the audio thread reads itself. Between two blocks.
    @_noLocks @_noAllocation
    public mutating func release(device: UInt8) {
        router.forget(device: device)
        take(Event(.releaseDevice, device: device))
    }

    /// Renders the block to `left` and `right`, and offers it to the recording.
    @_noLocks @_noAllocation
    public mutating func render(left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>) {
        // First what fingers do: a song can wait for room.
        collectEvents()
        collectSong()
        var done = 0
        while done < blockFrames {
            takeDue(upTo: done)
            let first = Int(truncatingIfNeeded: frame & 15)
            if first == 0 { passLine() }
            let end = queue.nextSplit(before: min(blockFrames, done + 16 - first))
            kernel.renderCell(
                pool.groups, count: groupCount, layers.parts, steps: steps, memory: memory, first: first,
                end: first + end - done, left: left + done, right: right + done)
            kernel.renderEffects(
                effects, layers.parts, first: first, end: first + end - done, left: left + done, right: right + done)
            frame &+= UInt64(end - done)
            done = end
        }
        takeDue(upTo: blockFrames)
        kernel.limit(&limiter, left: left, right: right, count: blockFrames)
        tap.push(left: left, right: right, count: blockFrames)
        updateMeter(left: left, right: right)
    }

    @_noLocks @_noAllocation
    private mutating func passLine() {
        parameters.passLine()
        if parameters.image.pointee.otherCount > 0 { parameters.moveMorph(to: morphPosition) }
        turn()
        layers.passLine(
            parameters, modulations: takesModulations ? parameters.nearest : nil, keeps: isWaiting,
            fadesOut: switches.pointee.fadesOut.load(ordering: .relaxed), frame: frame)
        parameters.tookSound()
        setPlaying()
        pool.setGainsOfFresh()
        passCrossfade()
        passTuning()
        kernel.passGridLine(pool.groups, count: groupCount, layers.parts, memory: memory)
        pool.settle()
    }

    @_noLocks @_noAllocation
    private mutating func collectSong() {
        while let item = song.pointee.peek(), item.frame < frame + UInt64(blockFrames), !queue.isFull {
            _ = song.pointee.pop()
            let offset = item.frame > frame ? Int(item.frame - frame) : 0
            queue.insert(.message(item.message, device: Engine.songDevice), at: offset)
        }
    }

    /// Takes from every ring what is due in this block; what does not fit stays for the next.
    @_noLocks @_noAllocation
    private mutating func collectEvents() {
        for index in 0..<InputName.count {
            while let timed = inputs[index].ring.peek(), !queue.isFull {
                var due = clock.frame(of: timed.time)
                // So far ahead only another clock's stamps are; waiting for them would hold back all that follow.
                if due > Engine.greatestDelayFrames { due = -1 }
                guard due < blockFrames || timing == .asap else { break }
                _ = inputs[index].ring.pop()
                if due < 0 { meter.add(1, to: .lateEvents) }
                // A note that waited while the server was away would come as a surprise now.
                if dropsWaitingNotes && due < 0 && timed.event.kind == .noteOn {
                    meter.add(1, to: .refusedEvents)
                } else {
                    queue.insert(.event(timed.event), at: timing == .asap ? 0 : max(due, 0))
                }
            }
        }
    }

    /// Of the ways in that the audio thread reads itself; the other inputs look after theirs.
    @_noLocks @_noAllocation
    private mutating func releaseSilentDevices() {
        while let device = router.nextSilentDevice(at: blockMicroseconds) { release(device: device) }
    }

    @_noLocks @_noAllocation
    private mutating func insert(_ payload: BlockQueue.Payload, at frame: Int) {
        if queue.isFull {
            // More than a block can hold: better early than lost, and in their order, or a key would hang.
            takeDue(upTo: blockFrames)
            queue.clear()
        }
        queue.insert(payload, at: min(max(frame, 0), blockFrames - 1))
    }

    @_noLocks @_noAllocation
    private mutating func takeDue(upTo frame: Int) {
        while let payload = queue.next(upTo: frame) { take(payload, at: frame) }
    }

    @_noLocks @_noAllocation
    private mutating func take(_ payload: BlockQueue.Payload, at offset: Int) {
        switch payload {
        case .event(let event): take(event)
        case .message(let message, let device):
            guard let meaning = message.message else { return }
            // To a clock's ticks the exact time matters.
            let microseconds = message.isRealTime ? clock.microseconds(of: offset) : blockMicroseconds
            router.take(meaning, device: device, at: microseconds)
            while let event = router.outbox.next() { take(event) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func take(_ event: Event) {
        if event.kind == .noteOn { meter.add(1, to: .notes) }
        if pool.take(event, frame: Int(truncatingIfNeeded: frame & 15)) { meter.add(1, to: .steals) }
    }

    @_noLocks @_noAllocation
    private func updateMeter(left: UnsafePointer<Float>, right: UnsafePointer<Float>) {
        let peak = kernel.peak(left: left, right: right, count: blockFrames)
        meter.raisePeak(to: peak)
        meter.set(.frames, to: frame)
        meter.add(1, to: .blocks)
        meter.set(.voices, to: UInt64(pool.soundingCount))
        meter.set(.isRinging, to: effects.pointee.isResting ? 0 : 1)
        meter.set(.lostFrames, to: tap.lostFrames)
        meter.set(.isSilent, to: layers.own.pointee.builder.fade == 0 && peak == 0 ? 1 : 0)
    }
}
