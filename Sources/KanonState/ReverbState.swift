/// What the room remembers.
public struct ReverbState: BitwiseCopyable {
    /// Floats of memory for a rate.
    public static func floatCount(sampleRate: Double) -> Int {
        var count = 2 * FrameRing.floatCount(frames: preDelayFrames(sampleRate))
        for number in 0..<8 {
            count += FrameRing.floatCount(frames: diffuserFrames(number, sampleRate))
            count += FrameRing.floatCount(frames: lineFrames(number, sampleRate))
        }
        return count
    }

    /// What comes in, left and right.
    public var preDelays: InlineArray<2, FrameRing>
    /// The way out of them.
    public var preDelayTap = FrameTap()
    /// Four all-passes for the left input, then four for the right.
    public var diffusers: InlineArray<8, FrameRing>
    /// Their lengths in frames.
    public var diffuserFrames = InlineArray<8, Int>(repeating: 0)
    /// Eight ways through the room.
    public var lines: InlineArray<8, FrameRing>
    /// Their lengths in frames at size 1, before modulation.
    public var fullLengths: SIMD8<Float> = .zero
    /// Their lengths now.
    public var lengths: SIMD8<Float> = .zero
    /// Their delays at the next line, with modulation.
    public var delays: SIMD8<Float> = .zero
    /// What is left of the sound after each way, at the next line.
    public var gains: SIMD8<Float> = .zero
    /// Gains of the all-passes.
    public var diffuserGains: SIMD8<Float> = .zero
    /// Whether lengths are on their way.
    public var isMoving = true
    /// Seconds of decay at the next line.
    public var decay: Float = 2
    /// The decay asked for last, in seconds.
    public var seconds: Float = 2
    /// The decay asked for last, as a power of two.
    public var octaves: Float = 1
    /// What the lines make of the power that goes in, once it has gone round.
    public var power: Float = 1
    /// What they hold of it now.
    public var heldPower: Float = 1
    /// The corner asked for last of the low-passes.
    public var corner = Corner()
    /// The corner asked for last of the high-pass.
    public var cutCorner = Corner()
    /// The low-passes' memories.
    public var low: SIMD8<Float> = .zero
    /// Room to turn a cell of the lines: a row a line.
    public var rows = InlineArray<8, SIMD16<Float>>(repeating: .zero)
    /// And a row a frame.
    public var columns = InlineArray<16, SIMD8<Float>>(repeating: .zero)
    /// The high-pass's memory, left and right.
    public var cut = InlineArray<2, Float>(repeating: 0)
    /// Phase of the modulation.
    public var phase: UInt32 = 0

    /// The cell that comes in, left and right.
    public var input = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// The room in the cell at hand, left and right.
    public var room = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// Seconds of decay, as a power of two.
    public var decayOctaves = Glide(1)
    /// Pole of the low-passes.
    public var pole = Glide(0)
    /// Pole of the high-pass.
    public var cutPole = Glide(0)
    /// Gain of each side of the room to itself.
    public var straight = Glide(0)
    /// Gain of each side of the room to the other.
    public var crossed = Glide(0)
    /// How far the way in is open, 0…1.
    public var gate = Glide(0)
    /// Gain of the sound itself.
    public var dry = Glide(1)
    /// Cells since something was written to the past.
    public var quietCells = 0
    /// Cells in which all of the past is written anew.
    public var cellsOfPast = 0
    /// Whether it does nothing.
    public var isResting = true

    /// Off, with `memory` that is cleared and is moved on to what follows it.
    public init(sampleRate: Double, in memory: inout UnsafeMutablePointer<Float>) {
        let pre = FrameRing(frames: Self.preDelayFrames(sampleRate), in: &memory)
        preDelays = [pre, FrameRing(frames: Self.preDelayFrames(sampleRate), in: &memory)]
        diffusers = InlineArray(repeating: pre)
        lines = InlineArray(repeating: pre)
        var longest = pre.length
        for number in 0..<8 {
            diffuserFrames[number] = Self.diffuserFrames(number, sampleRate)
            diffusers[number] = FrameRing(frames: diffuserFrames[number], in: &memory)
            lines[number] = FrameRing(frames: Self.lineFrames(number, sampleRate), in: &memory)
            fullLengths[number] = Float(Self.lineSeconds[number] * sampleRate)
            longest = max(longest, lines[number].length)
        }
        cellsOfPast = longest / 16 + 1
    }

    private static func preDelayFrames(_ sampleRate: Double) -> Int { Int(0.2 * sampleRate) + 16 }

    private static func diffuserFrames(_ number: Int, _ sampleRate: Double) -> Int {
        Int((diffuserSeconds[number] * sampleRate).rounded())
    }

    // The modulation swings by 0.2 ms, and interpolation takes a few frames more.
    private static func lineFrames(_ number: Int, _ sampleRate: Double) -> Int {
        Int((lineSeconds[number] + 0.0003) * sampleRate) + 32
    }

    // Without common measure; J. Dattorro's for the left, 1997.
    private static let diffuserSeconds = [0.00477, 0.00359, 0.01273, 0.00931, 0.00513, 0.00391, 0.01147, 0.00853]
    // About a factor of 1.147 apart, interleaved so that the sides are alike.
    private static let lineSeconds = [0.0372, 0.0428, 0.0561, 0.0489, 0.0647, 0.0739, 0.0969, 0.0843]
}
