/// What of a sound lies above 12 kHz, where a click stands out of music: a Butterworth high-pass of the sixth order, in double
/// precision, at 48 kHz.
///
/// Three sections of y₀ = b·(x₀ − 2x₁ + x₂) − a·y₂ with d = 2 sin 15°, 2 sin 45°, 2 sin 75°, b = 1/(2 + d), a = (2 − d)/(2 + d).
/// At a quarter of the sample rate the bilinear transform's tangent is 1, and y₁ has no part in it.
public struct Highpass {
    /// Frames in which what came before falls by more than 100 dB.
    public static let memoryFrames = 64

    private var first = Section(damping: 0.517_638_090_205_041_5)
    private var second = Section(damping: 1.414_213_562_373_095)
    private var third = Section(damping: 1.931_851_652_578_136_6)

    /// At rest.
    public init() {}

    /// The next sample.
    public mutating func next(_ x: Double) -> Double { third.next(second.next(first.next(x))) }

    private struct Section {
        let b: Double
        let a: Double
        var x = (0.0, 0.0)
        var y = (0.0, 0.0)

        init(damping: Double) {
            b = 1 / (2 + damping)
            a = (2 - damping) / (2 + damping)
        }

        mutating func next(_ input: Double) -> Double {
            let output = b * (input - 2 * x.0 + x.1) - a * y.1
            x = (input, x.0)
            y = (output, y.0)
            return output
        }
    }
}
