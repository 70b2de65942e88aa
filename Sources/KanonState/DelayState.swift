/// What the echoes remember.
public struct DelayState: BitwiseCopyable {
    /// Floats of memory for a rate.
    public static func floatCount(sampleRate: Double) -> Int { 2 * FrameRing.floatCount(frames: frames(sampleRate)) }

    /// The past, left and right.
    public var rings: InlineArray<2, FrameRing>
    /// Where the echoes are taken.
    public var taps = InlineArray<2, FrameTap>(repeating: FrameTap())
    /// The cell that comes in, left and right.
    public var input = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// The echoes in the cell at hand, left and right.
    public var echoes = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// The low-pass's memory, left and right.
    public var low = InlineArray<2, Float>(repeating: 0)
    /// The high-pass's memory, left and right.
    public var cut = InlineArray<2, Float>(repeating: 0)
    /// What of an echo comes again.
    public var feedback = Glide(0)
    /// How far repetitions change sides.
    public var pingPong = Glide(0)
    /// The corner asked for last of the low-pass.
    public var corner = Corner()
    /// The corner asked for last of the high-pass.
    public var cutCorner = Corner()
    /// Pole of the low-pass.
    public var pole = Glide(0)
    /// Pole of the high-pass.
    public var cutPole = Glide(0)
    /// Gain of the echoes.
    public var wet = Glide(0)
    /// How far the way in is open, 0…1.
    public var gate = Glide(0)
    /// Gain of the sound itself.
    public var dry = Glide(1)
    /// The longest time, in frames.
    public var greatestFrames: Float
    /// Cells since something was written to the past.
    public var quietCells = 0
    /// Whether it does nothing.
    public var isResting = true

    /// Off, with `memory` that is cleared and is moved on to what follows it.
    public init(sampleRate: Double, in memory: inout UnsafeMutablePointer<Float>) {
        let left = FrameRing(frames: Self.frames(sampleRate), in: &memory)
        rings = [left, FrameRing(frames: Self.frames(sampleRate), in: &memory)]
        greatestFrames = Float(Self.frames(sampleRate))
    }

    private static func frames(_ sampleRate: Double) -> Int { Int(2 * sampleRate) }
}
