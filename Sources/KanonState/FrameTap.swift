/// A place in a `FrameRing` from which sound is taken; a move to another is a crossfade.
public struct FrameTap: BitwiseCopyable, Sendable {
    /// Frames back from the coming cell, at least 16.
    public var frames: Int = 16
    /// Where it is fading to, or the same.
    public var nextFrames: Int = 16
    /// How much of the fade is done at the next grid line, 0…1.
    public var progress: Float = 0

    /// At the nearest place.
    public init() {}
}
