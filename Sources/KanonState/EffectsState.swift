/// What the effects remember: drive, chorus, delay, reverb, in this order, and the filter against direct current behind them.
public struct EffectsState: BitwiseCopyable {
    /// Floats of memory for a rate.
    public static func floatCount(sampleRate: Double) -> Int {
        ChorusState.floatCount(sampleRate: sampleRate) + DelayState.floatCount(sampleRate: sampleRate)
            + ReverbState.floatCount(sampleRate: sampleRate)
    }

    /// Saturation.
    public var drive = DriveState()
    /// Detuned copies.
    public var chorus: ChorusState
    /// Echoes.
    public var delay: DelayState
    /// A room.
    public var reverb: ReverbState
    /// How far the sum is from zero.
    public var offset = OffsetState()
    /// Frames a second.
    public var sampleRate: Float
    /// What of the way to a new value is done in a cell: a time constant of 6 ms, as the engine's own.
    public var glideShare: Float

    private let memory: UnsafeMutablePointer<Float>

    /// Silence. `memory`: `floatCount(sampleRate:)` floats, which are cleared and must live as long as the state.
    public init(sampleRate: Double, memory: UnsafeMutablePointer<Float>) {
        memory.initialize(repeating: 0, count: Self.floatCount(sampleRate: sampleRate))
        self.memory = memory
        self.sampleRate = Float(sampleRate)
        let cells = Float(0.006 * sampleRate / 16)
        // 1 − e^(−1/cells), to its third power.
        glideShare = 1 / cells * (1 - 0.5 / cells * (1 - 1 / (3 * cells)))
        var rest = memory
        chorus = ChorusState(sampleRate: sampleRate, in: &rest)
        delay = DelayState(sampleRate: sampleRate, in: &rest)
        reverb = ReverbState(sampleRate: sampleRate, in: &rest)
    }

    /// Whether all of them are off and have rung out.
    @inlinable public var isResting: Bool {
        @_noLocks @_noAllocation get {
            drive.isResting && chorus.isResting && delay.isResting && reverb.isResting && offset.isResting
        }
    }

    /// Silences everything at once. Not for the audio thread: it clears all of the memory.
    public mutating func reset() { self = EffectsState(sampleRate: Double(sampleRate), memory: memory) }
}
