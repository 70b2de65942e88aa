// Written by Benchmarks/step-table/generate.py; do not edit.

/// The band-limited joints of which waveforms are made: a step from 0 to 2 within 26 frames, for the edges of saws and pulses,
/// and what a corner within 18 frames has more than a sharp one, for a triangle.
///
/// Layout: seven rows of 64 floats for the step, six for the corner, a row a power, constant term first. A row holds the taps
/// around its middle, before them nothing but zero, and after them what is left of the joint: 2 in the step's constant row,
/// else zero. So 16 consecutive frames around any joint in reach are one unaligned load a row. The variable is the fraction of
/// a frame less ½.
///
/// Method: linear program over piecewise polynomials; the generator has the constraints and the reasons.
/// Measured by the generator, alias in parts of the fundamental over half the rate (squared for the corner):
/// step: pass band within ±0.31 dB, alias at most -94.3 dB, -109.4 dBc for C8 at 48 kHz;
/// corner: pass band within ±0.35 dB, alias at most -63.9 dB, -94.2 dBc for C8 at 48 kHz.
public enum StepTable {
    /// Floats in the table.
    public static var floatCount: Int { 13 * rowLength }

    /// Floats in one row.
    @inline(__always) static var rowLength: Int { @_noLocks @_noAllocation get { 64 } }

    /// Where a row has the first frame after the joint's middle.
    @inline(__always) static var middle: Int { @_noLocks @_noAllocation get { 32 } }

    /// Where the corner's rows begin.
    @inline(__always) static var corner: Int { @_noLocks @_noAllocation get { 7 * rowLength } }

    /// Writes the table's `floatCount` floats.
    ///
    /// Called once by the control thread, which hands the memory to the audio thread: a lazy static would lock there.
    public static func fill(_ memory: UnsafeMutablePointer<Float>) {
        // What a step from 0 to 1 has more than a sudden one in each of the 13 frames after its middle; odd around it.
        let step: [Float] = [
            -0.12477175, 0.60982066, -0.3923609, -0.16662471, 0.12981683, 0.02761995, -0.01959677,
            0.06271731, -0.14223288, -0.14656931, 0.22830321, -0.0071576284, -0.05124799, 0.005317432,
            -0.047311448, 0.023352934, 0.14568593, -0.07088289, -0.062440578, 0.031231858, 0.007377755,
            0.023846405, 0.027737865, -0.10087182, -0.006261451, 0.057027545, -0.0055970675, -0.010653046,
            -0.013212773, -0.043640945, 0.051905856, 0.038650934, -0.035037186, -0.0080567505, 0.007860263,
            -0.0015358828, 0.0419583, -0.01133181, -0.043517977, 0.01294175, 0.012255334, -0.0039575747,
            0.0061445446, -0.026726827, -0.014640492, 0.03250118, 0.002859167, -0.010590599, 0.00036653524,
            -0.009081305, 0.009714337, 0.022896396, -0.016641656, -0.010437723, 0.0062896237, 0.0012927919,
            0.0034570144, -0.0016355304, -0.023113115, 0.001995575, 0.011462435, -0.0017916686, -0.002259006,
            -0.01131787, -0.014221651, 0.013634317, 0.008717503, -0.0069440138, -0.0013322451, 0.0010274682,
            -0.010160161, 0.012556222, 0.0037335828, -0.008867218, 0.0014182245, 0.0019284101, -0.0014021385,
            -0.0002279952, 0.00403166, -0.006189337, 0.0022001052, 0.0019953235, -0.0013299815, -0.0019302659,
            0.00025990084, -0.0007489301, 0.00022955454, 0.001123309, 0.00159552, -0.0016063408, -0.008496634,
        ]
        // The same of a corner whose slope grows by 1 a frame, in each of 9 frames; even around its middle.
        let corner: [Float] = [
            0.0010057869, -0.11990098, 0.3060017, -0.137769, -0.04093677, 0.030489163,
            0.037356697, 0.057853594, -0.07513286, -0.043250617, 0.05653772, -0.004550866,
            0.024900224, -0.045373037, 0.017840616, 0.04564119, -0.019205164, -0.011005453,
            0.017061455, 0.024305757, 0.008082458, -0.033209193, 0.0015255007, 0.010909369,
            0.026492555, -0.01371178, -0.016326243, 0.018775787, 0.006132788, -0.006939196,
            0.0145907225, 0.001876203, 0.016302329, -0.0074385577, -0.008296565, 0.0022707426,
            0.020804534, -0.00125745, -0.015426027, -0.0021878104, 0.0072292145, 0.0024013666,
            0.0083643, -0.01605334, 0.0048825764, 0.008270898, -0.0042323405, -0.008302845,
            -7.266324e-05, -0.0011497994, 0.0032855787, -0.010889331, 0.0045655086, 0.028863693,
        ]
        fill(memory, step, powers: 7, factor: 2, oddness: -1, height: 2)
        fill(memory + Self.corner, corner, powers: 6, factor: 1, oddness: 1, height: 0)
    }

    private static func fill(
        _ memory: UnsafeMutablePointer<Float>, _ residual: [Float], powers: Int, factor: Float, oddness: Float,
        height: Float
    ) {
        for power in 0..<powers {
            let row = memory + power * rowLength
            let mirrored: Float = power.isMultiple(of: 2) ? oddness : -oddness
            for frame in 0..<rowLength {
                row[frame] = frame < middle || power > 0 ? 0 : height
            }
            for frame in 0..<residual.count / powers {
                let coefficient = factor * residual[frame * powers + power]
                row[middle + frame] += coefficient
                row[middle - 1 - frame] += mirrored * coefficient
            }
        }
    }
}
