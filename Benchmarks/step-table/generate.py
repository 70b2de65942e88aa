#!/usr/bin/env python3
"""Writes Sources/KanonDSP/StepTable.swift: the band-limited step and corner from which saws, pulses and triangles are made.

What: the residual r(t) that turns a unit step, or a corner where the slope grows by 1 per frame, at t = 0 into a band-limited
one; t in frames, zero beyond its half-width on either side, one polynomial per frame. The step's residual is odd, the
corner's even. The spectrum of the step's slope, and of the corner's curvature, is
    H(w) = 1 + 2 w * integral of r(t) sin(w t) dt       step
    H(w) = 1 - 2 w^2 * integral of r(t) cos(w t) dt     corner
over the half-width, and a wave made of such joints has its n-th harmonic multiplied by H at the harmonic's frequency, before
sampling folds it.

Method: H is linear in the coefficients, so a linear program finds the best of all such residuals. All frequencies are in
parts of the sample rate; at 48 kHz, 0.375 is 18 kHz.
    up to 0.1         |H - 1| <= ripple / 3, because all harmonics are heard against the fundamental
    0.1 to 0.375      |H - 1| <= ripple
    0.375 to 0.5      -ripple <= H <= 1 + ripple
    0.5 to 12         |H| <= e * (f / 0.5)^order, e as small as possible; order 1 for the step, 2 for the corner
    everywhere        the joint is continuous, so that its time need not be exact to tell the side of a frame
The limit grows with the frequency because a saw's harmonics fall as 1/f and a triangle's as 1/f^2: all that folds is then
equally loud, e times (fundamental / half the rate)^order below the fundamental. Nothing above half the rate is allowed to
pass, so that what follows the oscillator, drive above all, finds nothing inharmonic to fold further.

Why these sizes: a pulse of 5 % width has a fundamental 10 dB weaker than a saw's and up to 6 dB more of what folds, so -90 dBc
of it at C8 and 44.1 kHz asks for e = -92 dB of the step. Degree 5 ends at -84 dB however wide the step is, 24 frames of
degree 6 at -88. The corner needs e = -61 dB for the same; 16 frames end at -58.

Result: printed, and written into the tables' comment.

Run it without arguments from anywhere. It needs numpy and scipy 1.9 or newer.
"""

import math
import pathlib

import numpy
from scipy.optimize import linprog

FUNDAMENTAL_EDGE = 0.1
PASS_EDGE = 0.375
STOP_EDGE = 0.5
HIGHEST = 12.0
# The response of a joint up to 26 frames wide ripples with a period of 1/26 or more: 15 points to each.
SPACING = 1 / 400
C8_HERTZ = 4186.009
RATE = 48000

SWIFT = pathlib.Path(__file__).resolve().parents[2] / "Sources/KanonDSP/StepTable.swift"


class Joint:
    """A step (order 1) or a corner (order 2), `half_width` frames to either side, polynomials of `degree`."""

    def __init__(self, order, half_width, degree, ripple):
        self.order, self.half_width, self.degree, self.ripple = order, half_width, degree, ripple

    def responses(self, frequencies):
        """H - 1 per unit of each coefficient; coefficients count powers of 2 (t - n - 1/2) in the frame n … n + 1."""
        nodes, weights = numpy.polynomial.legendre.leggauss(64)
        omega = 2 * math.pi * numpy.asarray(frequencies)
        wave, factor = (numpy.sin, 2 * omega) if self.order == 1 else (numpy.cos, -2 * omega**2)
        columns = []
        for n in range(self.half_width):
            waves = wave(numpy.outer(omega, n + 0.5 + nodes / 2)) * (weights / 2)
            columns += [factor * (waves @ nodes**power) for power in range(self.degree + 1)]
        return numpy.stack(columns, axis=1)

    def jumps(self):
        """The jump of r at frame 0, 1 … half-width. The step's wants -1/2 of the first to meet the mirrored half.

        The corner's first, which mirrors by itself, is left out; all others are to be 0.
        """
        ones = numpy.ones(self.degree + 1)
        signs = (-1.0) ** numpy.arange(self.degree + 1)
        matrix = numpy.zeros((self.half_width + 1, self.half_width * (self.degree + 1) + 1))
        for n in range(self.half_width):
            columns = slice(n * (self.degree + 1), (n + 1) * (self.degree + 1))
            matrix[n, columns] += signs
            matrix[n + 1, columns] -= ones
        wanted = numpy.zeros(self.half_width + 1)
        wanted[0] = -0.5
        return (matrix, wanted) if self.order == 1 else (matrix[1:], wanted[1:])

    def solve(self):
        passing_at = grid(0, PASS_EDGE, SPACING / 2)
        passing = self.responses(passing_at)
        between = self.responses(grid(PASS_EDGE, STOP_EDGE, SPACING / 2)[1:-1])
        stopped_at = numpy.concatenate([grid(STOP_EDGE, 1.5, SPACING / 2), grid(1.5, HIGHEST, SPACING)[1:]])
        stopped = self.responses(stopped_at)
        # The last unknown is e in units of 1e-4, which keeps the program well scaled.
        limit = -1e-4 * (stopped_at / STOP_EDGE) ** self.order

        def rows(matrix, last):
            return numpy.hstack([matrix, numpy.broadcast_to(last, (len(matrix),)).reshape(-1, 1)])

        matrix = numpy.vstack([
            rows(passing, 0), rows(-passing, 0), rows(between, 0), rows(-between, 0), rows(stopped, limit),
            rows(-stopped, limit),
        ])
        bounds = numpy.concatenate([
            numpy.tile(self.ripple * numpy.where(passing_at <= FUNDAMENTAL_EDGE, 1 / 3, 1), 2), numpy.full(len(between), self.ripple),
            numpy.full(len(between), 1 + self.ripple), numpy.full(len(stopped), -1.0), numpy.full(len(stopped), 1.0),
        ])
        unknowns = matrix.shape[1]
        goal = numpy.zeros(unknowns)
        goal[-1] = 1
        continuity, wanted = self.jumps()
        solution = linprog(
            goal, A_ub=matrix, b_ub=bounds, A_eq=continuity, b_eq=wanted,
            bounds=[(None, None)] * (unknowns - 1) + [(0, None)], method="highs-ds")
        if solution.status != 0:
            raise SystemExit(solution.message)
        # In powers of (t - n - 1/2), as the evaluation wants them, and as precise as the table will be.
        coefficients = solution.x[:-1].reshape(self.half_width, self.degree + 1)
        return (coefficients * 2.0 ** numpy.arange(self.degree + 1)).astype(numpy.float32)

    def figures(self, stored):
        """What the stored coefficients achieve, on a grid four times finer than the program saw."""
        flat = (stored.astype(float) / 2.0 ** numpy.arange(self.degree + 1)).reshape(-1)
        passing = 1 + self.responses(grid(0, PASS_EDGE, SPACING / 8)) @ flat
        stopped_at = grid(STOP_EDGE, HIGHEST, SPACING / 4)
        stopped = 1 + self.responses(stopped_at) @ flat
        ripple = max(abs(20 * math.log10(h)) for h in passing)
        worst = 20 * math.log10(numpy.max(numpy.abs(stopped) * (STOP_EDGE / stopped_at) ** self.order))
        worst_at_c8 = worst + self.order * 20 * math.log10(C8_HERTZ / (RATE / 2))
        return f"pass band within ±{ripple:.2f} dB, alias at most {worst:.1f} dB, {worst_at_c8:.1f} dBc for C8 at 48 kHz"


def grid(low, high, spacing):
    return numpy.linspace(low, high, round((high - low) / spacing) + 1)


def literal(stored):
    return "\n".join("            " + ", ".join(str(value) for value in row) + "," for row in stored)


def main():
    step = Joint(order=1, half_width=13, degree=6, ripple=0.035)
    corner = Joint(order=2, half_width=9, degree=5, ripple=0.04)
    swift = TEMPLATE
    for name, joint in (("STEP", step), ("CORNER", corner)):
        stored = joint.solve()
        achieved = joint.figures(stored)
        print(f"{name.lower()}: {achieved}")
        swift = swift.replace(f"{name}_FIGURES", achieved).replace(f"{name}_ROWS", literal(stored))
    SWIFT.write_text(swift)


TEMPLATE = """\
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
/// step: STEP_FIGURES;
/// corner: CORNER_FIGURES.
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
STEP_ROWS
        ]
        // The same of a corner whose slope grows by 1 a frame, in each of 9 frames; even around its middle.
        let corner: [Float] = [
CORNER_ROWS
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
"""

if __name__ == "__main__":
    main()
