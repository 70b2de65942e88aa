/// One way from a source to a target: `target += source · via · amount`.
public struct ModulationSlot: BitwiseCopyable, Sendable {
    /// One of `ModulationSource`.
    public var source: Int32
    /// One of `ModulationSource`: what opens the way.
    public var via: Int32
    /// One of `VoiceTarget`.
    public var target: Int32
    /// What a full source adds, in the target's unit.
    public var amount: Float
    /// The amount without what the player takes of it.
    public var full: Float

    /// A way that is closed.
    public init() {
        source = ModulationSource.always
        via = ModulationSource.always
        target = 0
        amount = 0
        full = 0
    }

    /// A way from `source` through `via` to `target`.
    @_noLocks @_noAllocation
    public init(source: Int32, via: Int32, target: Int32, amount: Float) {
        self.source = source
        self.via = via
        self.target = target
        self.amount = amount
        full = amount
    }

    /// Whether it is the same way with the same full amount.
    @_noLocks @_noAllocation
    public func isSame(as other: ModulationSlot) -> Bool {
        source == other.source && via == other.via && target == other.target && full == other.full
    }
}
