/// What is due in one block, in the order of its frames; what comes at the same frame keeps its order.
struct BlockQueue {
    /// Something due.
    enum Payload: BitwiseCopyable, Sendable {
        /// An event of a ring, already routed.
        case event(Event)
        /// A message of a way in that the audio thread itself reads, to be routed when it is due.
        case message(ShortMessage, device: UInt8)

        var splitsBlock: Bool {
            @_noLocks @_noAllocation get {
                switch self {
                case .event(let event): event.splitsBlock
                case .message(let message, _): message.splitsBlock
                }
            }
        }
    }

    /// A payload and its frame in the block.
    struct Due: BitwiseCopyable, Sendable {
        var frame: Int
        var payload: Payload
    }

    private let items: UnsafeMutablePointer<Due>
    private var first = 0
    private var end = 0

    static let capacity = 4096
    static let byteCount = capacity * MemoryLayout<Due>.stride + 64

    init(in arena: inout Arena) { items = arena.take(Due.self, count: Self.capacity) }

    @_noLocks @_noAllocation
    mutating func clear() {
        first = 0
        end = 0
    }

    var isFull: Bool {
        @_noLocks @_noAllocation get { end == BlockQueue.capacity }
    }

    /// Puts it behind everything of the same frame or an earlier one. The queue must not be full.
    @_noLocks @_noAllocation
    mutating func insert(_ payload: Payload, at frame: Int) {
        var position = end
        while position > first && items[position - 1].frame > frame {
            items[position] = items[position - 1]
            position -= 1
        }
        items[position] = Due(frame: frame, payload: payload)
        end += 1
    }

    /// The next payload that is due at or before `frame`.
    @_noLocks @_noAllocation
    mutating func next(upTo frame: Int) -> Payload? {
        guard first < end, items[first].frame <= frame else { return nil }
        first += 1
        return items[first - 1].payload
    }

    /// The frame of the next payload that splits the block, or `limit` if that is sooner.
    @_noLocks @_noAllocation
    func nextSplit(before limit: Int) -> Int {
        var position = first
        while position < end && items[position].frame < limit {
            if items[position].payload.splitsBlock { return items[position].frame }
            position += 1
        }
        return limit
    }
}
