/// One block rendered without a server: for rendering to files and for tests.
public struct StereoBlock {
    private var left: [Float]
    private var right: [Float]
    /// Left and right in turn; the first `2 × frames` samples are the block's.
    public private(set) var interleaved: [Float]
    /// Frames of the block at hand.
    public private(set) var frames = 0
    /// The greatest sample of the block, without its sign.
    public private(set) var peak: Float = 0
    /// Frames up to the last that is not silent.
    public private(set) var heardFrames = 0

    /// Room for blocks of up to `maximumFrames` frames.
    public init(maximumFrames: Int) {
        left = [Float](repeating: 0, count: maximumFrames)
        right = left
        interleaved = [Float](repeating: 0, count: 2 * maximumFrames)
    }

    /// Renders the block that `instrument`'s engine has begun with `frames` frames.
    public mutating func render(_ instrument: Instrument, frames: Int) {
        instrument.engine.pointee.render(left: &left, right: &right)
        self.frames = frames
        peak = 0
        heardFrames = 0
        for index in 0..<frames {
            interleaved[2 * index] = left[index]
            interleaved[2 * index + 1] = right[index]
            let loudest = max(abs(left[index]), abs(right[index]))
            if loudest > 0 { heardFrames = index + 1 }
            peak = max(peak, loudest)
        }
    }
}
