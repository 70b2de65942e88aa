/// What the chorus should be. Values beyond their range are clamped.
public struct ChorusControl: BitwiseCopyable, Sendable {
    /// Share of the copies, 0…1, with equal power; 0 is off.
    public var mix: Float = 0
    /// Swings a second, 0.05…10.
    public var rateHertz: Float = 0.6
    /// How far the copies' delay swings in all, in seconds, 0…0.01.
    public var depthSeconds: Float = 0.003

    /// Off.
    public init() {}

    /// A chorus with these settings.
    @_noLocks @_noAllocation
    public init(mix: Float, rateHertz: Float, depthSeconds: Float) {
        self.mix = mix
        self.rateHertz = rateHertz
        self.depthSeconds = depthSeconds
    }
}
