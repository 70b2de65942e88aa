#!/usr/bin/env python3
"""Writes Sources/KanonDSP/StepTable.swift: the band-limited step from which saws are made.

What: the odd residual r(t) that turns a unit step at t = 0 into a band-limited one, t in frames, zero beyond 12 frames on
either side, as one polynomial of degree 5 per frame. The spectrum of the step's slope is
    H(w) = 1 + 2 w * integral from 0 to 12 of r(t) sin(w t) dt,
and a saw made of such steps has its n-th harmonic multiplied by H at the harmonic's frequency, before sampling folds it.

Method: H is linear in the coefficients, so a linear program finds the best of all such residuals. All frequencies are in
parts of the sample rate; at 48 kHz, 0.375 is 18 kHz.
    up to 0.375       |H - 1| <= RIPPLE
    0.375 to 0.5      -RIPPLE <= H <= 1 + RIPPLE
    0.5 to 12         |H| <= e * f / 0.5, e as small as possible
    everywhere        the step is continuous, so that its time need not be exact to tell the side of a joint
The line of e is weighted by the frequency because a saw's harmonics fall as 1/f: all that folds is then equally loud, e times
(fundamental / half the rate) below the fundamental. Nothing above half the rate is allowed to pass, so that what follows
the oscillator, drive above all, finds nothing inharmonic to fold further.

Result: printed, and written into the table's comment.

Run it without arguments from anywhere. It needs numpy and scipy 1.9 or newer.
"""

import math
import pathlib

import numpy
from scipy.optimize import linprog

HALF_WIDTH = 12
DEGREE = 5
RIPPLE = 0.025
PASS_EDGE = 0.375
STOP_EDGE = 0.5
HIGHEST = 12.0
# The response of a step 24 frames wide ripples with a period of 1/24: 17 points to each.
SPACING = 1 / 400
C8_HERTZ = 4186.009
RATE = 48000

SWIFT = pathlib.Path(__file__).resolve().parents[2] / "Sources/KanonDSP/StepTable.swift"


def responses(frequencies):
    """H - 1 per unit of each coefficient; coefficients count powers of 2 (t - n - 1/2) in the frame n … n + 1."""
    nodes, weights = numpy.polynomial.legendre.leggauss(64)
    omega = 2 * math.pi * numpy.asarray(frequencies)
    columns = []
    for n in range(HALF_WIDTH):
        waves = numpy.sin(numpy.outer(omega, n + 0.5 + nodes / 2)) * (weights / 2)
        columns += [2 * omega * (waves @ nodes**power) for power in range(DEGREE + 1)]
    return numpy.stack(columns, axis=1)


def grid(low, high, spacing):
    return numpy.linspace(low, high, round((high - low) / spacing) + 1)


def joints():
    """The jump of r at frames 0 … 12, where -1/2 is wanted of the first to meet the mirrored half, and none of the others."""
    ones = numpy.ones(DEGREE + 1)
    signs = (-1.0) ** numpy.arange(DEGREE + 1)
    matrix = numpy.zeros((HALF_WIDTH + 1, HALF_WIDTH * (DEGREE + 1) + 1))
    for n in range(HALF_WIDTH):
        columns = slice(n * (DEGREE + 1), (n + 1) * (DEGREE + 1))
        matrix[n, columns] += signs
        matrix[n + 1, columns] -= ones
    wanted = numpy.zeros(HALF_WIDTH + 1)
    wanted[0] = -0.5
    return matrix, wanted


def solve():
    passing = responses(grid(0, PASS_EDGE, SPACING / 2))
    between = responses(grid(PASS_EDGE, STOP_EDGE, SPACING / 2)[1:-1])
    stopped_at = numpy.concatenate([grid(STOP_EDGE, 1.5, SPACING / 2), grid(1.5, HIGHEST, SPACING)[1:]])
    stopped = responses(stopped_at)
    # The last unknown is e in units of 1e-4, which keeps the program well scaled.
    limit = -1e-4 * stopped_at / STOP_EDGE

    def rows(matrix, last):
        return numpy.hstack([matrix, numpy.broadcast_to(last, (len(matrix),)).reshape(-1, 1)])

    matrix = numpy.vstack([
        rows(passing, 0), rows(-passing, 0), rows(between, 0), rows(-between, 0), rows(stopped, limit),
        rows(-stopped, limit),
    ])
    bounds = numpy.concatenate([
        numpy.full(2 * len(passing), RIPPLE), numpy.full(len(between), RIPPLE), numpy.full(len(between), 1 + RIPPLE),
        numpy.full(len(stopped), -1.0), numpy.full(len(stopped), 1.0),
    ])
    unknowns = matrix.shape[1]
    goal = numpy.zeros(unknowns)
    goal[-1] = 1
    continuity, jumps = joints()
    solution = linprog(
        goal, A_ub=matrix, b_ub=bounds, A_eq=continuity, b_eq=jumps,
        bounds=[(None, None)] * (unknowns - 1) + [(0, None)], method="highs-ds")
    if solution.status != 0:
        raise SystemExit(solution.message)
    return solution.x[:-1].reshape(HALF_WIDTH, DEGREE + 1)


def figures(coefficients):
    """What the coefficients achieve, on a grid four times finer than the program saw."""
    flat = coefficients.reshape(-1)
    passing = 1 + responses(grid(0, PASS_EDGE, SPACING / 8)) @ flat
    stopped_at = grid(STOP_EDGE, HIGHEST, SPACING / 4)
    stopped = 1 + responses(stopped_at) @ flat
    ripple = max(abs(20 * math.log10(h)) for h in passing)
    worst = 20 * math.log10(numpy.max(numpy.abs(stopped) * STOP_EDGE / stopped_at))
    return ripple, worst, worst + 20 * math.log10(C8_HERTZ / (RATE / 2))


def main():
    # In powers of (t - n - 1/2), as the evaluation wants them, and as precise as the table will be.
    stored = (solve() * 2.0 ** numpy.arange(DEGREE + 1)).astype(numpy.float32)
    ripple, worst, worst_at_c8 = figures(stored.astype(float) / 2.0 ** numpy.arange(DEGREE + 1))
    achieved = (
        f"pass band within ±{ripple:.2f} dB, alias at most {worst:.1f} dB · fundamental / half the rate: "
        f"{worst_at_c8:.1f} dBc for C8 at 48 kHz"
    )
    print(achieved)
    rows = "\n".join("            " + ", ".join(str(value) for value in row) + "," for row in stored)
    SWIFT.write_text(TEMPLATE.replace("ACHIEVED", achieved.replace(": -", ":\n/// -")).replace("ROWS", rows))


TEMPLATE = """\
// Written by Benchmarks/step-table/generate.py; do not edit.

/// The band-limited step from which a saw's edges are made: from 0 to 2 within 24 frames.
///
/// Layout: six rows of 64 floats, a row a power, constant term first. A row holds 20 frames before the step (all zero), its
/// 24 taps, and 20 frames after it (2 in the constant row, else zero), so that 16 consecutive frames around any edge in reach
/// are one unaligned load a row. The variable is the fraction of a frame less ½.
///
/// Method: linear program over piecewise polynomials of degree 5; the generator has the constraints and the reasons.
/// Measured by the generator: ACHIEVED.
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
ROWS
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
"""

if __name__ == "__main__":
    main()
