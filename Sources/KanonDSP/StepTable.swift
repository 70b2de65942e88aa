// Written by Benchmarks/step-table/generate.py; do not edit.

/// The band-limited step from which a saw's edges are made: from 0 to 2 within 24 frames.
///
/// Layout: six rows of 64 floats, a row a power, constant term first. A row holds 20 frames before the step (all zero), its
/// 24 taps, and 20 frames after it (2 in the constant row, else zero), so that 16 consecutive frames around any edge in reach
/// are one unaligned load a row. The variable is the fraction of a frame less ½.
///
/// Method: linear program over piecewise polynomials of degree 5; the generator has the constraints and the reasons.
/// Measured by the generator: pass band within ±0.22 dB, alias at most -83.4 dB · fundamental / half the rate:
/// -98.6 dBc for C8 at 48 kHz.
public enum StepTable {
    /// Floats in the table.
    public static var floatCount: Int { 6 * rowLength }

    /// Floats in one row.
    @inline(__always) static var rowLength: Int { @_noLocks @_noAllocation get { 64 } }

    /// Where a row has the first frame after the step's middle.
    @inline(__always) static var middle: Int { @_noLocks @_noAllocation get { 32 } }

    /// Writes the table's `floatCount` floats.
    ///
    /// Called once by the control thread, which hands the memory to the audio thread: a lazy static would lock there.
    public static func fill(_ memory: UnsafeMutablePointer<Float>) {
        // What a step from 0 to 1 has more than a sudden one in each of the 12 frames after its middle; odd around it.
        let residual: [Float] = [
            -0.121574335, 0.61225814, -0.40214455, -0.16917047, 0.1282171, 0.029450413,
            0.0610797, -0.14750472, -0.13930786, 0.23482156, -0.00927398, -0.0554693,
            -0.04614972, 0.029839998, 0.14158326, -0.07958825, -0.05783676, 0.03583345,
            0.023523852, 0.019258745, -0.102056354, 0.0024394493, 0.053474266, -0.009758701,
            -0.017320901, -0.040409036, 0.056378186, 0.031919576, -0.034314577, -0.004406199,
            -0.0040896125, 0.03747403, -0.017885977, -0.03953542, 0.014702599, 0.009151933,
            -0.0021997257, -0.028491333, -0.0074310964, 0.031833988, -0.0002783039, -0.007915711,
            -0.014892862, 0.01209282, 0.018643202, -0.01821887, -0.007285242, 0.004231607,
            -0.0034197033, -0.0030399016, -0.019224072, 0.0054105613, 0.008866103, -0.0013395064,
            -0.014510503, -0.0067049204, 0.014024786, 0.003943884, -0.0062040645, 0.0007838113,
            -0.008756128, 0.012567888, -0.0004919503, -0.0062677427, 0.0022791908, -0.00032325138,
            -0.00056951604, 0.002605973, -0.004074923, 0.0046690935, -0.00055838586, -0.008431272,
        ]
        let powers = 6
        let halfWidth = residual.count / powers
        for power in 0..<powers {
            let row = memory + power * rowLength
            let height: Float = power == 0 ? 2 : 0
            let mirrored: Float = power.isMultiple(of: 2) ? -1 : 1
            for frame in 0..<rowLength {
                row[frame] = frame < middle ? 0 : height
            }
            for frame in 0..<halfWidth {
                let coefficient = 2 * residual[frame * powers + power]
                row[middle + frame] += coefficient
                row[middle - 1 - frame] += mirrored * coefficient
            }
        }
    }
}
