/// What the chorus remembers.
public struct ChorusState: BitwiseCopyable {
    /// Floats of memory for a rate.
    public static func floatCount(sampleRate: Double) -> Int { 2 * FrameRing.floatCount(frames: frames(sampleRate)) }

    /// The past, left and right.
    public var rings: InlineArray<2, FrameRing>
    /// The cell that comes in, left and right.
    public var input = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// The copies in the cell at hand, left and right.
    public var copies = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// Where the copies are at the next line, in frames back: two left, two right, four unused.
    public var delays: SIMD8<Float> = .zero
    /// Phase of the first copy's swing.
    public var phase: UInt32 = 0
    /// Depth in frames.
    public var depth = Glide(0)
    /// Gain of the copies.
    public var wet = Glide(0)
    /// How far the way in is open, 0…1.
    public var gate = Glide(0)
    /// Gain of the sound itself.
    public var dry = Glide(1)
    /// Cells since something was written to the past.
    public var quietCells = 0
    /// Whether it does nothing.
    public var isResting = true

    /// Off, with `memory` that is cleared and is moved on to what follows it.
    public init(sampleRate: Double, in memory: inout UnsafeMutablePointer<Float>) {
        let left = FrameRing(frames: Self.frames(sampleRate), in: &memory)
        rings = [left, FrameRing(frames: Self.frames(sampleRate), in: &memory)]
    }

    // 4 ms, 10 ms of depth, a cell, and what an overshoot of the interpolation needs.
    private static func frames(_ sampleRate: Double) -> Int { Int(0.015 * sampleRate) + 64 }
}
