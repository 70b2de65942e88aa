/// The past of one signal, cell by cell, in memory that somebody else owns.
///
/// The first 32 frames are there once more behind the last, so that 16 frames in a row and their neighbours are one load.
public struct FrameRing: BitwiseCopyable {
    /// Floats of memory for a past of `frames` frames.
    public static func floatCount(frames: Int) -> Int { length(frames: frames) + 32 }

    /// The past, and its first 32 frames again.
    public var memory: UnsafeMutablePointer<Float>
    /// Frames before they repeat, a multiple of 16.
    public var length: Int
    /// Where the coming cell begins.
    public var position = 0

    /// A silent past of `frames` frames at `memory`, which is moved on to what follows it.
    public init(frames: Int, in memory: inout UnsafeMutablePointer<Float>) {
        self.memory = memory
        length = Self.length(frames: frames)
        memory += Self.floatCount(frames: frames)
    }

    private static func length(frames: Int) -> Int { (frames + 15) / 16 * 16 + 48 }
}
