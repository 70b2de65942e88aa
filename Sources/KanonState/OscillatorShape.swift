/// The waveforms of an oscillator, by their names in files.
public enum OscillatorShape: Int, BitwiseCopyable, CaseIterable, Sendable {
    /// A sine.
    case sine
    /// A band-limited rising sawtooth.
    case saw
    /// A sine whose phase is modulated by a second one, to a depth that sweeps.
    case vortex
    /// A band-limited triangle.
    case triangle
    /// A band-limited pulse whose width moves.
    case pulse
    /// A band-limited sawtooth that a slower master starts anew.
    case sync
    /// White noise.
    case white
    /// Pink noise.
    case pink
    /// The nine drawbars of an organ.
    case drawbars
    /// A sine that a second one folds.
    case fold

    /// The shape of this number; a sine if there is none.
    @_noLocks @_noAllocation
    public init(number: Int) { self = OscillatorShape(rawValue: number) ?? .sine }

    /// Whether it is the same.
    @_noLocks @_noAllocation
    public func isSame(as other: OscillatorShape) -> Bool { rawValue == other.rawValue }
}
