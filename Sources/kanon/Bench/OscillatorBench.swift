import CRealtime
import KanonEngine

/// What one oscillator costs, in blocks of 64 frames, with a pitch that bends.
struct OscillatorBench {
    let kernel: Kernel
    let rounds: Int

    /// One waveform.
    struct Figure: Encodable {
        var kernel: String
        var oscillator: String
        /// The mean of the eight C of a piano.
        var meanNanosecondsPerSample: Double
        /// The dearest of them.
        var c8NanosecondsPerSample: Double
    }

    /// Oscillators drawn at once, at as many phases.
    static let oscillators = 64
    /// Samples of all of them in a block.
    static let samplesPerBlock = oscillators * BenchWave.cells * 16

    /// Every waveform.
    func figures() -> [Figure] {
        _ = kanon_flush_denormals()
        return BenchWave.allCases.map { wave in
            let costs = (1...8).map { cost(of: wave, octave: $0) }
            return Figure(
                kernel: kernel.rawValue, oscillator: wave.rawValue, meanNanosecondsPerSample: costs.reduce(0, +) / 8,
                c8NanosecondsPerSample: costs[7])
        }
    }

    /// The phase a frame of the C of an octave, in turns of 2³².
    static func increment(octave: Int) -> UInt32 {
        UInt32(32.703_196 * Double(1 << (octave - 1)) / BenchInstrument.sampleRate * 4_294_967_296)
    }

    private func cost(of wave: BenchWave, octave: Int) -> Double {
        let run = OscillatorRun(wave, kernel: kernel)
        let blocks = 10
        return ProcessorTime.least(of: rounds, units: blocks * Self.samplesPerBlock) { run.draw(blocks: blocks, octave: octave) }
    }
}

/// A choir of one waveform.
final class OscillatorRun {
    private let wave: BenchWave
    private let kernel: Kernel
    private let memory = BenchWave.Memory()
    private var phases: [UInt32] = (0..<UInt32(OscillatorBench.oscillators)).map { $0 &* 2_654_435_769 }

    init(_ wave: BenchWave, kernel: Kernel) {
        self.wave = wave
        self.kernel = kernel
    }

    /// Draws `blocks` blocks of every oscillator.
    func draw(blocks: Int, octave: Int) {
        let increment = OscillatorBench.increment(octave: octave)
        // A vibrato of 30 cents at 5 Hz bends a pitch by a 60 000th a frame.
        let ramp = Int32(increment / 60_000)
        phases.withUnsafeMutableBufferPointer { phases in
            for block in 0..<blocks {
                for index in phases.indices {
                    wave.draw(
                        kernel, phase: &phases[index], increment: increment, ramp: block.isMultiple(of: 2) ? ramp : -ramp, memory)
                }
            }
        }
    }
}
