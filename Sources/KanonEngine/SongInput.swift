/// The way in for messages whose frame is known: a song read from a file. For one thread.
public struct SongInput: @unchecked Sendable {
    // SAFETY: points into the instrument's arena, which outlives every copy; only one thread may push.
    let ring: UnsafeMutablePointer<Ring<Item>>

    /// A message and the engine's frame at which it is due.
    struct Item: BitwiseCopyable, Sendable {
        var frame: UInt64
        var message: ShortMessage
    }

    static let capacity = 4096

    /// Queues a message for `frame` of the engine; false when the queue is full, then offer it again later.
    /// Messages of more than three bytes are passed over.
    public func push(_ bytes: UnsafePointer<UInt8>, count: Int, atFrame frame: UInt64) -> Bool {
        guard let message = ShortMessage(bytes, count: count) else { return true }
        return ring.pointee.push(Item(frame: frame, message: message))
    }

    /// Frames after `frame` are further apart by `factor` from now on, also those of what waits. Only while no audio thread runs.
    func stretch(by factor: Double, from frame: UInt64) {
        for _ in 0..<ring.pointee.count {
            guard var item = ring.pointee.pop() else { return }
            if item.frame > frame { item.frame = frame + UInt64((Double(item.frame - frame) * factor).rounded()) }
            _ = ring.pointee.push(item)
        }
    }
}
