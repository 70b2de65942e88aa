/// What the drive should be. Values beyond their range are clamped.
public struct DriveControl: BitwiseCopyable, Sendable {
    /// Gain into the curve in decibels, 0…24; 0 is off.
    public var decibels: Float = 0
    /// Corner of the low-pass behind the curve in Hz, 500…20 000; 20 000 is open.
    public var toneHertz: Float = 20_000

    /// Off.
    public init() {}

    /// A drive with these settings.
    @_noLocks @_noAllocation
    public init(decibels: Float, toneHertz: Float) {
        self.decibels = decibels
        self.toneHertz = toneHertz
    }
}
