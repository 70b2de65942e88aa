/// What the filter against direct current remembers.
public struct OffsetState: BitwiseCopyable, Sendable {
    /// The cell that comes in, left and right, a lane a frame; lanes that are not in yet are 0.
    public var input = InlineArray<2, SIMD16<Float>>(repeating: .zero)
    /// The offset of both sides from zero, as of the last grid line.
    public var offset = InlineArray<2, Float>(repeating: 0)
    /// The filter's corner.
    public var corner = Corner()

    /// Silence.
    public init() {}

    /// Whether there is nothing to take away until something sounds.
    @inlinable public var isResting: Bool {
        @_noLocks @_noAllocation get { offset[0] == 0 && offset[1] == 0 }
    }
}
