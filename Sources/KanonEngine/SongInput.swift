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
}
