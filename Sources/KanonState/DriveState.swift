/// What the drive remembers. The cells' lanes are frames; those that are not in yet are 0.
public struct DriveState: BitwiseCopyable, Sendable {
    /// The cell that comes in, left and right.
    public var input = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// The cell before, left and right.
    public var inputBefore = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// The bent cell before, on its frames.
    public var evenBefore = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// The bent cell before, between its frames.
    public var oddBefore = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// What went into the curve last, left and right.
    public var last = InlineArray<2, Float>(repeating: 0)
    /// The low-pass's memory, left and right.
    public var low = InlineArray<2, Float>(repeating: 0)
    /// Gain into the curve.
    public var gain = Glide(1)
    /// How far the sound has gone over to it, 0…1. What follows glides after this, so that it begins and ends without a corner.
    public var presence = Glide(0)
    /// Gain behind it.
    public var wet = Glide(0)
    /// Gain past it.
    public var dry = Glide(1)
    /// The corner asked for last.
    public var corner = Corner()
    /// Pole of the low-pass.
    public var pole = Glide(0)
    /// Whether it does nothing.
    public var isResting = true

    /// Off.
    public init() {}
}
