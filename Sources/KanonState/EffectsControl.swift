/// What the effects should be, as of a grid line. They get there by themselves, without a click, from wherever they are.
public struct EffectsControl: BitwiseCopyable, Sendable {
    /// Saturation.
    public var drive = DriveControl()
    /// Detuned copies.
    public var chorus = ChorusControl()
    /// Echoes.
    public var delay = DelayControl()
    /// A room.
    public var reverb = ReverbControl()

    /// Nothing is changed.
    public init() {}
}
