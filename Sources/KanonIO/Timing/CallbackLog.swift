import CJACK
import CRealtime
import Synchronization

/// What one callback after another took, for benches: until it is full, every callback of the client that it is given to.
public final class CallbackLog: @unchecked Sendable {
    /// One callback of the audio thread.
    public struct Callback: BitwiseCopyable, Sendable {
        /// When it began, in µs of JACK's clock.
        public var beginMicroseconds: UInt64 = 0
        /// The server's count of frames at its begin, which wraps after a day.
        public var frame: UInt32 = 0
        /// Frames in its block.
        public var frames: UInt32 = 0
        /// Processor time of its thread, in ns.
        public var processorNanoseconds: UInt32 = 0
        /// From its begin to its end, in µs.
        public var microseconds: UInt32 = 0
        /// Pages that were not there.
        public var pageFaults: UInt32 = 0
        /// Whether it asked the system for anything. Always false where the kernel cannot tell; see `watchesSystemCalls`.
        public var asksSystem = false
    }

    // SAFETY: the audio thread writes beyond `count`, others read below it.
    let state: UnsafeMutablePointer<State>

    struct State: ~Copyable {
        let callbacks: UnsafeMutablePointer<Callback>
        let capacity: Int
        /// Releasing when written: what lies below it is whole.
        let count = Atomic<Int>(0)
        let watchesSystemCalls = Atomic<Bool>(false)
        // The audio thread's own.
        var next = 0
        var processorNanoseconds: UInt64 = 0
        var pageFaults: UInt64 = 0
    }

    /// A log of `capacity` callbacks.
    public init(capacity: Int) {
        let callbacks = UnsafeMutablePointer<Callback>.allocate(capacity: capacity)
        callbacks.initialize(repeating: Callback(), count: capacity)
        state = .allocate(capacity: 1)
        state.initialize(to: State(callbacks: callbacks, capacity: capacity))
    }

    deinit {
        state.pointee.callbacks.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Callbacks so far.
    public var count: Int { state.pointee.count.load(ordering: .acquiring) }

    /// Whether system calls are seen: on x86-64 from Linux 5.11 on.
    public var watchesSystemCalls: Bool { state.pointee.watchesSystemCalls.load(ordering: .relaxed) }

    /// What was logged so far, in order.
    public var callbacks: [Callback] { (0..<count).map { state.pointee.callbacks[$0] } }
}

extension CallbackLog.State {
    /// A callback begins. System calls are its own until `end`.
    @_noLocks @_noAllocation
    mutating func begin(frame: UInt32, frames: UInt32) {
        guard next < capacity else { return }
        if next == 0 { watchesSystemCalls.store(kanon_system_calls_watch(), ordering: .relaxed) }
        callbacks[next].frame = frame
        callbacks[next].frames = frames
        callbacks[next].beginMicroseconds = jack_get_time()
        pageFaults = kanon_thread_page_faults()
        processorNanoseconds = kanon_thread_cpu_nanoseconds()
        kanon_system_calls_forbid()
    }

    /// It ends.
    @_noLocks @_noAllocation
    mutating func end() {
        guard next < capacity else { return }
        callbacks[next].asksSystem = kanon_system_calls_allow()
        callbacks[next].processorNanoseconds = UInt32(clamping: kanon_thread_cpu_nanoseconds() - processorNanoseconds)
        callbacks[next].pageFaults = UInt32(clamping: kanon_thread_page_faults() - pageFaults)
        callbacks[next].microseconds = UInt32(clamping: jack_get_time() - callbacks[next].beginMicroseconds)
        next += 1
        if next == capacity { kanon_system_calls_unwatch() }
        count.store(next, ordering: .releasing)
    }
}
