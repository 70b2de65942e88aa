import CJACK
import CRealtime
import KanonEngine
import Synchronization

/// What the callbacks of one JACK client reach. Lives from before activation until after the client is closed.
struct JackProcess: ~Copyable {
    let client: OpaquePointer
    let engine: UnsafeMutablePointer<Engine>
    let midi: OpaquePointer
    let left: OpaquePointer
    let right: OpaquePointer

    /// Set by the server's own threads, read by anyone. Relaxed everywhere: each stands for itself.
    let callbacks = Atomic<UInt64>(0)
    /// The server's frames a second; 0 while it has not told.
    let sampleRate = Atomic<UInt32>(0)
    let xruns = Atomic<UInt64>(0)
    let period = Atomic<UInt32>(0)
    let scheduling = Atomic<UInt32>(0)
    let blocksTooLong = Atomic<UInt64>(0)
    let midiOverflows = Atomic<UInt64>(0)
    /// Frames from the outputs to the card, as the control side has read them last; -1 while nothing is connected.
    let playbackFrames = Atomic<Int>(-1)
    /// 0 while the server lives, then 1 + a `JackStatus`.
    let ending = Atomic<UInt32>(0)

    /// Whether the engine is lent to the control thread, and all is silent meanwhile. The audio thread lends it, releasing, in a block
    /// of another rate than the engine's; the control thread gives it back, releasing. Acquired by both, so each sees what the other did.
    let isLent = Atomic<Bool>(true)
    /// The rate that the engine is set to: its owner's.
    var engineRate: UInt32 = 0

    /// What a bench wants to know of every callback.
    let log: UnsafeMutablePointer<CallbackLog.State>?

    /// The audio thread's own: overruns it knows of.
    var xrunsSeen: UInt64 = 0
    /// What the last block took, from the begin of its callback to the end.
    var costMicroseconds: UInt64 = 0
    /// When the first callback began.
    var firstMicroseconds: UInt64 = 0
    var fault: FaultInjection?

    init(
        client: OpaquePointer, engine: UnsafeMutablePointer<Engine>, midi: OpaquePointer, left: OpaquePointer,
        right: OpaquePointer, log: UnsafeMutablePointer<CallbackLog.State>?, fault: FaultInjection?
    ) {
        self.client = client
        self.engine = engine
        self.midi = midi
        self.left = left
        self.right = right
        self.log = log
        self.fault = fault
    }

    @_noLocks @_noAllocation
    mutating func run(_ frames: jack_nframes_t) {
        let now = jack_get_time()
        // SAFETY: JACK hands out buffers of `frames` floats, and MIDI events whose bytes last for this callback.
        guard let leftBuffer = jack_port_get_buffer(left, frames)?.assumingMemoryBound(to: Float.self),
            let rightBuffer = jack_port_get_buffer(right, frames)?.assumingMemoryBound(to: Float.self)
        else { return }
        // Once: the thread keeps what it was given at its start.
        if scheduling.load(ordering: .relaxed) == 0 {
            scheduling.store(kanon_thread_scheduling() | 1 &<< 31, ordering: .relaxed)
            firstMicroseconds = now
        }
        callbacks.wrappingAdd(1, ordering: .relaxed)
        let isTooLong = Int(frames) > Engine.maximumFrames
        if isTooLong { blocksTooLong.wrappingAdd(1, ordering: .relaxed) }
        guard frames > 0, !isTooLong, ownsEngine() else {
            for index in 0..<Int(frames) {
                leftBuffer[index] = 0
                rightBuffer[index] = 0
            }
            return
        }
        kanon_callback_enter(leftBuffer, rightBuffer, frames)
        let xruns = xruns.load(ordering: .relaxed)
        if xruns != xrunsSeen {
            xrunsSeen = xruns
            engine.pointee.resetClock()
        }
        engine.pointee.begin(frames: Int(frames), microseconds: now, costMicroseconds: costMicroseconds)
        var hasLost = false
        if let events = jack_port_get_buffer(midi, frames) {
            var event = jack_midi_event_t()
            for index in 0..<jack_midi_get_event_count(events) {
                guard jack_midi_event_get(&event, events, index) == 0, let bytes = event.buffer else { continue }
                engine.pointee.receive(bytes, count: event.size, frame: Int(event.time))
            }
            hasLost = jack_midi_get_lost_event_count(events) > 0
        }
        engine.pointee.render(left: leftBuffer, right: rightBuffer)
        if hasLost {
            // What found no room is the end of the block, and a release may be among it.
            midiOverflows.wrappingAdd(1, ordering: .relaxed)
            engine.pointee.release(device: Engine.jackDevice)
        }
        fault?.strike(begin: now, first: firstMicroseconds, periodMicroseconds: 1e6 * Double(frames) / Double(engineRate))
        kanon_callback_exit()
        costMicroseconds = jack_get_time() - now
    }

    /// Whether the engine may render this block. One of another rate it is not to render: it is lent to be set to that rate.
    @_noLocks @_noAllocation
    private mutating func ownsEngine() -> Bool {
        guard !isLent.load(ordering: .acquiring) else { return false }
        guard sampleRate.load(ordering: .relaxed) != engineRate else { return true }
        isLent.store(true, ordering: .releasing)
        return false
    }
}

/// JACK's process callback; `context` points to a `JackProcess`.
@c(kanon_jack_process) @_noLocks @_noAllocation
func jackProcess(_ frames: jack_nframes_t, _ context: UnsafeMutableRawPointer?) -> Int32 {
    // SAFETY: `JackClient` passed this pointer and frees it only after the client is closed.
    let process = context.unsafelyUnwrapped.assumingMemoryBound(to: JackProcess.self)
    process.pointee.log?.pointee.begin(frame: jack_last_frame_time(process.pointee.client), frames: frames)
    kanon_realtime_enter()
    process.pointee.run(frames)
    kanon_realtime_exit()
    process.pointee.log?.pointee.end()
    return 0
}
