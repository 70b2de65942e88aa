import Synchronization

/// What devices send, on its way from the MIDI thread to a thread that looks at it: bytes and their times, as they came.
///
/// Neither side waits: what finds no room is counted and lost.
public struct MidiCapture: @unchecked Sendable {
    /// A whole message of one to three bytes, or a piece of a longer one.
    public struct Piece: BitwiseCopyable, Sendable {
        /// The number of the device, 0…15.
        public let device: UInt8
        /// When the kernel stamped it, in µs since it began to; when it was read, where there is no stamp.
        public let time: UInt64
        /// µs from the stamp until it was read; nil where there is no stamp.
        public let delay: UInt32?
        private let count: UInt8
        private var content: InlineArray<40, UInt8> = InlineArray(repeating: 0)

        static var most: Int {
            @_noLocks @_noAllocation get { 40 }
        }

        @_noLocks @_noAllocation
        init(_ bytes: UnsafePointer<UInt8>, count: Int, device: UInt8, time: UInt64, delay: UInt32?) {
            self.device = device & 15
            self.time = time
            self.delay = delay
            self.count = UInt8(truncatingIfNeeded: min(count, Piece.most))
            for index in 0..<min(count, Piece.most) { content[index] = bytes[index] }
        }

        /// What came.
        public var bytes: [UInt8] { (0..<Int(count)).map { content[$0] } }
    }

    private struct State: ~Copyable {
        let ring: Ring<Piece>
        let lost = Atomic<Int>(0)
    }

    private static let capacity = 4096
    // SAFETY: one thread pushes, one other pops, until `deallocate`.
    private let slots: UnsafeMutablePointer<Piece>
    private let state: UnsafeMutablePointer<State>

    /// Room for 4096 pieces.
    public init() {
        slots = .allocate(capacity: Self.capacity)
        var nothing: UInt8 = 0
        slots.initialize(repeating: Piece(&nothing, count: 0, device: 0, time: 0, delay: nil), count: Self.capacity)
        state = .allocate(capacity: 1)
        state.initialize(to: State(ring: Ring(slots: slots, capacity: Self.capacity)))
    }

    /// Frees it. When no thread uses it any more.
    public func deallocate() {
        state.deinitialize(count: 1)
        state.deallocate()
        slots.deallocate()
    }

    /// Keeps bytes of a device. For the MIDI thread.
    @_noLocks @_noAllocation
    public func push(_ bytes: UnsafePointer<UInt8>, count: Int, device: UInt8, time: UInt64, delay: UInt32?) {
        var start = 0
        while start < count {
            let piece = Piece(bytes + start, count: count - start, device: device, time: time, delay: delay)
            if !state.pointee.ring.push(piece) { state.pointee.lost.wrappingAdd(1, ordering: .relaxed) }
            start += Piece.most
        }
    }

    /// The oldest piece that was not taken. For one thread.
    public func pop() -> Piece? { state.pointee.ring.pop() }

    /// Pieces that found no room.
    public var lost: Int { state.pointee.lost.load(ordering: .relaxed) }
}
