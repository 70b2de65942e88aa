/// The shape of time and of voices that every kernel shares.
public enum Grid {
    /// Frames between two lines of the control grid: parameters, envelopes and coefficients advance on lines only.
    @inlinable public static var framesPerCell: Int { 16 }
    /// Voices in one SIMD group.
    @inlinable public static var voicesPerGroup: Int { 16 }
}
