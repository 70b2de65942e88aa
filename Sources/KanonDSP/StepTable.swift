// Written by Benchmarks/step-table/generate.py; do not edit.

/// The band-limited step from which a saw's edges are made: from 0 to 2 within 24 frames.
///
/// Layout: six rows of 64 floats, a row a power, constant term first. A row holds 20 frames before the step (all zero), its
/// 24 taps, and 20 frames after it (2 in the constant row, else zero), so that 16 consecutive frames around any edge in reach
/// are one unaligned load a row. The variable is the fraction of a frame less ½.
///
/// Method: linear program over piecewise polynomials of degree 5; the generator has the constraints and the reasons.
/// Measured by the generator: pass band within ±0.26 dB, alias at most -87.7 dB · fundamental / half the rate:
/// -102.8 dBc for C8 at 48 kHz.
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
            -0.123054326, 0.611181, -0.3974226, -0.16752872, 0.12722595, 0.026588704,
            0.06198026, -0.1449959, -0.14296566, 0.23079829, -0.007870557, -0.049749307,
            -0.046863593, 0.026213821, 0.143318, -0.07475969, -0.059225705, 0.031056365,
            0.022873715, 0.022539258, -0.10163473, -0.0020580748, 0.054221105, -0.006677948,
            -0.01713558, -0.04310964, 0.054117598, 0.035297874, -0.03404868, -0.0063157305,
            -0.005845355, 0.0384545, -0.0147047965, -0.04158761, 0.013687888, 0.01121147,
            -0.0022453186, -0.0285614, -0.010630582, 0.03242232, 0.0010729346, -0.009902406,
            -0.016776066, 0.010701181, 0.02111158, -0.017738834, -0.0087995, 0.0064807837,
            -0.0045981724, -0.0017169897, -0.020694133, 0.003823957, 0.010168163, -0.0020880874,
            -0.016451096, -0.009050632, 0.014109721, 0.006565483, -0.0069292667, -0.001588419,
            -0.011501637, 0.0140277445, 0.0015345349, -0.008122425, 0.0013468709, 0.002172895,
            -0.0011893272, 0.0043588136, -0.005570949, 0.0028315787, 0.00084563467, -0.004255184,
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
