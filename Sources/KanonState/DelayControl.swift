/// What the echoes should be. Values beyond their range are clamped.
public struct DelayControl: BitwiseCopyable, Sendable {
    /// Share of the echoes, 0…1, with equal power; 0 is off.
    public var mix: Float = 0
    /// Time of the left echo in frames, 1 ms…2 s; whole frames are taken.
    public var leftFrames: Float = 18_000
    /// Time of the right echo in frames, 1 ms…2 s.
    public var rightFrames: Float = 18_000
    /// What of an echo comes again, 0…0.95.
    public var feedback: Float = 0.35
    /// Corner of the low-pass that each repetition passes, in Hz, 500…20 000; 20 000 is open.
    public var dampingHertz: Float = 6000
    /// Corner of the high-pass that each repetition passes, in Hz, 5…2000.
    public var lowCutHertz: Float = 100
    /// How far repetitions change sides, 0…1: at 1 the first is left, the second right.
    public var pingPong: Float = 0

    /// Off.
    public init() {}

    /// Echoes with these settings.
    @_noLocks @_noAllocation
    public init(
        mix: Float, leftFrames: Float, rightFrames: Float, feedback: Float, dampingHertz: Float, lowCutHertz: Float, pingPong: Float
    ) {
        self.mix = mix
        self.leftFrames = leftFrames
        self.rightFrames = rightFrames
        self.feedback = feedback
        self.dampingHertz = dampingHertz
        self.lowCutHertz = lowCutHertz
        self.pingPong = pingPong
    }
}
