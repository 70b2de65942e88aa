/// What the room should be. Values beyond their range are clamped.
public struct ReverbControl: BitwiseCopyable, Sendable {
    /// Share of the room, 0…1, with equal power; 0 is off.
    public var mix: Float = 0
    /// How large it is, 0.15…1: the longest way back is 97 ms times it. Short decays use less.
    public var size: Float = 0.6
    /// Seconds in which it falls by 60 dB, 0.1…30.
    public var decaySeconds: Float = 2
    /// Corner of the low-pass that the sound passes on each way, in Hz, 500…20 000; 20 000 is open.
    public var dampingHertz: Float = 8000
    /// Seconds before it starts, 0…0.2; the least is 16 frames.
    public var preDelaySeconds: Float = 0.01
    /// Corner of the high-pass in front, in Hz, 5…1000.
    public var lowCutHertz: Float = 60
    /// How different its sides are, 0 (one) …1 (independent).
    public var width: Float = 1

    /// Off.
    public init() {}

    /// A room with these settings.
    @_noLocks @_noAllocation
    public init(mix: Float, size: Float, decaySeconds: Float, dampingHertz: Float, preDelaySeconds: Float, lowCutHertz: Float, width: Float)
    {
        self.mix = mix
        self.size = size
        self.decaySeconds = decaySeconds
        self.dampingHertz = dampingHertz
        self.preDelaySeconds = preDelaySeconds
        self.lowCutHertz = lowCutHertz
        self.width = width
    }
}
