import Synchronization

/// Stereo frames on their way from the audio thread to the one that writes them down. Nobody waits: what finds no room is
/// counted and lost.
public struct AudioTap: @unchecked Sendable {
    // SAFETY: points into the instrument's arena, which outlives every copy; one thread pushes, one reads.
    private let frames: UnsafeMutablePointer<SIMD2<Float>>
    private let capacity: Int
    private let state: UnsafeMutablePointer<State>

    private struct State: ~Copyable {
        let isArmed = Atomic<Bool>(false)
        let written = Atomic<Int>(0)
        let apart: InlineArray<7, UInt64> = InlineArray(repeating: 0)
        let read = Atomic<Int>(0)
        let lost = Atomic<UInt64>(0)
    }

    static func byteCount(capacity: Int) -> Int { capacity * 8 + MemoryLayout<State>.stride + 2 * 64 }

    /// `capacity` frames, a power of two.
    init(capacity: Int, in arena: inout Arena) {
        precondition(capacity > 0 && capacity & (capacity - 1) == 0)
        self.capacity = capacity
        frames = arena.take(repeating: .zero, count: capacity)
        state = arena.take(State.self, count: 1)
        state.initialize(to: State())
    }

    /// Opens or closes the way; closed, nothing is pushed.
    public func arm(_ isArmed: Bool) { state.pointee.isArmed.store(isArmed, ordering: .releasing) }

    /// Whether frames are being pushed.
    public var isArmed: Bool { state.pointee.isArmed.load(ordering: .acquiring) }

    /// Frames that found no room so far.
    public var lostFrames: UInt64 { state.pointee.lost.load(ordering: .relaxed) }

    /// Frames that found room so far.
    public var pushedFrames: Int { state.pointee.written.load(ordering: .relaxed) }

    /// Takes up to `count` frames, left and right interleaved; returns how many. For one thread.
    public func read(into interleaved: UnsafeMutablePointer<Float>, count: Int) -> Int {
        // Acquiring: the frames before the position are visible.
        let available = state.pointee.written.load(ordering: .acquiring) - state.pointee.read.load(ordering: .relaxed)
        let start = state.pointee.read.load(ordering: .relaxed)
        let taken = min(available, count)
        for index in 0..<taken {
            let frame = frames[(start + index) & (capacity - 1)]
            interleaved[2 * index] = frame.x
            interleaved[2 * index + 1] = frame.y
        }
        // Releasing: the frames are read before their room is given back.
        state.pointee.read.store(start + taken, ordering: .releasing)
        return taken
    }

    /// Offers a block; what finds no room is dropped from its end and counted. For the audio thread.
    @_noLocks @_noAllocation
    func push(left: UnsafePointer<Float>, right: UnsafePointer<Float>, count: Int) {
        guard state.pointee.isArmed.load(ordering: .relaxed) else { return }
        let start = state.pointee.written.load(ordering: .relaxed)
        let room = capacity - (start - state.pointee.read.load(ordering: .acquiring))
        let pushed = min(room, count)
        for index in 0..<pushed { frames[(start + index) & (capacity - 1)] = SIMD2(left[index], right[index]) }
        state.pointee.written.store(start + pushed, ordering: .releasing)
        if pushed < count { state.pointee.lost.wrappingAdd(UInt64(count - pushed), ordering: .relaxed) }
    }
}
