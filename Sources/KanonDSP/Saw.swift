/// A rising sawtooth whose edges are band-limited: 16 consecutive frames of one oscillator, lanes across time.
///
/// Input: phase and phase per frame at frame 0 in turns of 2³², the latter's change per frame, and a filled `StepTable`.
/// Frame k has phase `phase + k·increment + ramp·k(k−1)/2`, wrapping. Output: −1…1, with ripples up to 1.2 around an edge.
///
/// Range: any increment below half a turn. Where the increment changes by more than a sixteenth within the 16 frames, they
/// are drawn with its mean, which keeps the phase at both ends (within 8·2⁻³² turns). Any other input gives samples within ±2.
///
/// Method: the ramp without its wraps, less a band-limited step for every wrap from 13 frames before the first frame to 13
/// after the last. The step is continuous, so float precision is enough for its time, and no wrap can come out on the wrong
/// side.
///
/// Why: a function of the phase alone, so a cell that a note splits can be drawn twice. A wavetable costs more memory traffic
/// and a set of tables; steps with history cannot be drawn twice; a two-frame polynomial step aliases at −24 dBc.
///
/// Source: E. Brandt, "Hard Sync Without Aliasing", ICMC 2001, for steps added to a naive waveform; the step is `StepTable`'s.
///
/// Measured: "no alias of a saw is louder than −90 dB below its fundamental": C1 −147, C4 −133, C8 −109 dBc or less;
/// "the harmonics of a saw fall as they should": within 0.5 dB; "a bent saw follows its phase exactly": to −90 dB.
@inline(__always) @_noLocks @_noAllocation
func saw(phase: UInt32, increment: UInt32, ramp: Int32, steps: UnsafePointer<Float>) -> SIMD16<Float> {
    let edges = wraps(phase: Int64(phase), speed: Int64(increment), bend: Int64(ramp), reach: stepReach)
    var wave = line(edges, times: 0x1p-31, plus: 1)
    addSteps(at: edges, to: &wave, upwards: false, steps)
    return wave
}
