/// A part of a keyboard, and how its keys sound. Where zones overlap, a key starts a note for each of them.
public struct KeyZone: Sendable, Equatable {
    /// Its keys, 0…127.
    public var keys: ClosedRange<UInt8>
    /// Semitones by which they sound higher.
    public var transpose = 0
    /// The channel on which they sound, 0…15; nil for their own.
    public var channel: UInt8?
    /// What each velocity counts as, as in `ControllerMap`; nil for the keyboard's own.
    public var velocityLevels: [Float]?
    /// Whether wheels, pedals and pressure of the keys' own channel reach the zone's.
    public var isControlled = true

    /// A zone of `keys` that sound as they are.
    public init(keys: ClosedRange<UInt8>) { self.keys = keys }
}
