/// The ADSR envelopes of the 16 voices of a group: exact on grid lines, straight in between.
public struct EnvelopeLanes: BitwiseCopyable, Sendable {
    /// What a lane is doing.
    public enum Stage {
        /// Rising to full level.
        @inlinable public static var attack: Int32 { 0 }
        /// Falling to the sustain level, and staying there.
        @inlinable public static var decay: Int32 { 1 }
        /// Falling to nothing after the key was let go.
        @inlinable public static var release: Int32 { 2 }
        /// Falling to nothing within a few milliseconds: a stolen or silenced voice.
        @inlinable public static var fade: Int32 { 3 }
    }

    /// Level, 0…1: of the loudness at the next frame to be rendered, of the movement at the grid line.
    public var level: SIMD16<Float> = .zero
    /// Change of the level per frame until the next grid line.
    public var slope: SIMD16<Float> = .zero
    /// One of `Stage` a lane.
    public var stage: SIMD16<Int32> = .zero
    /// What is left of the attack's way to its top after a cell.
    public var attackFactor: SIMD16<Float> = .zero
    /// What is left of the distance to the sustain level after a cell.
    public var decayFactor: SIMD16<Float> = .zero
    /// The level held, 0…1.
    public var sustain: SIMD16<Float> = .zero
    /// What is left of the level after a cell of release.
    public var releaseFactor: SIMD16<Float> = .zero

    /// Envelopes at rest.
    public init() {}
}
