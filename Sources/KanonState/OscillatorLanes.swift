/// One oscillator of the 16 voices of a group.
public struct OscillatorLanes: BitwiseCopyable, Sendable {
    /// The oscillator and, behind it, the further copies of its unison.
    public var copies: InlineArray<8, PhaseLanes> = InlineArray(repeating: PhaseLanes())
    /// What modulates the vortex; the 16′ tone of the drawbars.
    public var modulator = PhaseLanes()
    /// Phase of the sweep of the vortex's depth.
    public var morphPhase: SIMD16<UInt32> = .zero
    /// Level to the left: level and place. The only one that counts while a group is mono.
    public var left = RampLanes()
    /// Level to the right.
    public var right = RampLanes()
    /// Share of a turn for which a pulse is high.
    public var width = RampLanes()
    /// Depth of the vortex's phase modulation, or of folding, in turns.
    public var depth = RampLanes()
    /// Depth to which the next oscillator modulates this one's phase, in turns.
    public var index = RampLanes()
    /// How many times faster than its master a synced saw runs.
    public var sync = RampLanes()

    /// Most copies of one oscillator.
    @inlinable public static var maximumCopies: Int { 8 }

    /// Oscillators at phase zero, the copies of a unison spread over the turn.
    public init() {
        for copy in 1..<Self.maximumCopies {
            for lane in 0..<16 { copies[copy].phase[lane] = Self.startPhase(copy: copy) }
        }
    }

    /// The phase at which a copy begins where the preset asks for a reset: the turn divided by the golden ratio, so that no two
    /// coincide.
    @inlinable @_noLocks @_noAllocation
    public static func startPhase(copy: Int) -> UInt32 { UInt32(truncatingIfNeeded: copy) &* 0x9E37_79B9 }
}
