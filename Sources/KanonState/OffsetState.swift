/// What the filter against direct current remembers.
public struct OffsetState: BitwiseCopyable, Sendable {
    /// The offset of both sides from zero.
    public var offset = SIMD2<Float>.zero
    /// The filter's corner.
    public var corner = Corner()

    /// Silence.
    public init() {}

    /// Whether there is nothing to take away until something sounds.
    @inlinable public var isResting: Bool {
        @_noLocks @_noAllocation get { offset.x == 0 && offset.y == 0 }
    }
}
