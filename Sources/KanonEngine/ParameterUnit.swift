/// What a parameter's number counts, and so how files and screens write it.
public enum ParameterUnit: Sendable, Equatable {
    /// Frequency; written `440 Hz` or `1.2 kHz`.
    case hertz
    /// Duration; written `40 ms` or `1.4 s`.
    case seconds
    /// A linear gain where 1 is full scale; written `-6 dB`, `50 %` or `0.5`.
    case gain
    /// A part of a whole; written `20 %` or `0.2`.
    case share
    /// Hundredths of a semitone; written `12 ct`.
    case cents
    /// Twelfths of an octave; written `7 st`.
    case semitones
    /// Doublings of a frequency; written `2 oct`.
    case octaves
    /// A factor; written `1.618`.
    case ratio
    /// Radians of phase modulation; written `12`.
    case radians
    /// Decibels as such; written `12 dB`.
    case decibels
    /// Beats a minute; written `120 bpm`.
    case tempo
    /// A time in beats of the tempo; written `0.75`.
    case beats
    /// Whole numbers; written `-1`.
    case steps
    /// One of these names.
    case choice([String])
}
