import KanonDSP
import KanonDSPv3
import KanonEngine
import KanonState

/// The waveforms an oscillator can have, drawn without an engine.
enum BenchWave: String, CaseIterable {
    case sine, vortex, saw, triangle, pulse, sync, white, pink, drawbars, fold

    /// Cells that are drawn at once: a block of 64 frames.
    static let cells = 4

    /// What `draw` reads besides the phase.
    final class Memory {
        private let table = AlignedMemory<Float>(repeating: 0, count: KanonDSP.StepTable.floatCount)
        private let bars = AlignedMemory<SIMD16<Float>>(repeating: .zero, count: 2)
        private let drawn = AlignedMemory<Float>(repeating: 0, count: 16 * BenchWave.cells)
        var steps: UnsafeMutablePointer<Float> { table.start }
        var levels: UnsafeMutablePointer<SIMD16<Float>> { bars.start }
        var frames: UnsafeMutablePointer<Float> { drawn.start }

        init() {
            KanonDSP.StepTable.fill(steps)
            levels[0] = SIMD16(repeating: 0.3)
        }
    }

    /// Draws 64 frames of a voice that stands at `phase`, its pitch bending by `ramp` a frame, as vibrato bends it.
    func draw(_ kernel: Kernel, phase: inout UInt32, increment: UInt32, ramp: Int32, _ memory: Memory) {
        var increment = increment
        switch kernel {
        case .baseline: drawBaseline(&phase, &increment, ramp, memory)
        case .v3: drawV3(&phase, &increment, ramp, memory)
        }
    }

    private func drawBaseline(_ phase: inout UInt32, _ increment: inout UInt32, _ ramp: Int32, _ memory: Memory) {
        let cells = Self.cells
        let (steps, frames) = (memory.steps, memory.frames)
        switch self {
        case .sine: KanonDSP.renderSine(phase: &phase, increment: &increment, ramp: ramp, cells: cells, into: frames)
        case .vortex:
            var (modulator, speed) = (phase &* 3, increment / 8 &* 13)
            KanonDSP.renderModulatedSine(
                phase: &phase, increment: &increment, ramp: ramp, modulatorPhase: &modulator, modulatorIncrement: &speed,
                modulatorRamp: ramp, depth: 0.4, cells: cells, into: frames)
        case .saw: KanonDSP.renderSaw(phase: &phase, increment: &increment, ramp: ramp, cells: cells, steps: steps, into: frames)
        case .triangle:
            KanonDSP.renderTriangle(phase: &phase, increment: &increment, ramp: ramp, cells: cells, steps: steps, into: frames)
        case .pulse:
            var width: Float = 0.3
            KanonDSP.renderPulse(
                phase: &phase, increment: &increment, ramp: ramp, width: &width, widthStep: 1e-5, cells: cells, steps: steps,
                into: frames)
        case .sync:
            var ratio: Float = 2.7
            KanonDSP.renderSyncedSaw(
                phase: &phase, increment: &increment, ramp: ramp, ratio: &ratio, ratioStep: 1e-5, cells: cells, steps: steps,
                into: frames)
        case .white: KanonDSP.renderWhiteNoise(frame: advance(&phase), seed: 1, cells: cells, into: frames)
        case .pink: KanonDSP.renderPinkNoise(frame: advance(&phase), seed: 1, cells: cells, into: frames)
        case .drawbars:
            KanonDSP.renderDrawbars(
                phase: &phase, increment: &increment, ramp: ramp, levels: memory.levels, levelSteps: memory.levels + 1,
                cells: cells, into: frames)
        case .fold:
            var depth: Float = 0.7
            KanonDSP.renderFold(
                phase: &phase, increment: &increment, ramp: ramp, depth: &depth, depthStep: 1e-5, cells: cells, into: frames)
        }
    }

    private func drawV3(_ phase: inout UInt32, _ increment: inout UInt32, _ ramp: Int32, _ memory: Memory) {
        let cells = Self.cells
        let (steps, frames) = (memory.steps, memory.frames)
        switch self {
        case .sine: KanonDSPv3.renderSine(phase: &phase, increment: &increment, ramp: ramp, cells: cells, into: frames)
        case .vortex:
            var (modulator, speed) = (phase &* 3, increment / 8 &* 13)
            KanonDSPv3.renderModulatedSine(
                phase: &phase, increment: &increment, ramp: ramp, modulatorPhase: &modulator, modulatorIncrement: &speed,
                modulatorRamp: ramp, depth: 0.4, cells: cells, into: frames)
        case .saw: KanonDSPv3.renderSaw(phase: &phase, increment: &increment, ramp: ramp, cells: cells, steps: steps, into: frames)
        case .triangle:
            KanonDSPv3.renderTriangle(phase: &phase, increment: &increment, ramp: ramp, cells: cells, steps: steps, into: frames)
        case .pulse:
            var width: Float = 0.3
            KanonDSPv3.renderPulse(
                phase: &phase, increment: &increment, ramp: ramp, width: &width, widthStep: 1e-5, cells: cells, steps: steps,
                into: frames)
        case .sync:
            var ratio: Float = 2.7
            KanonDSPv3.renderSyncedSaw(
                phase: &phase, increment: &increment, ramp: ramp, ratio: &ratio, ratioStep: 1e-5, cells: cells, steps: steps,
                into: frames)
        case .white: KanonDSPv3.renderWhiteNoise(frame: advance(&phase), seed: 1, cells: cells, into: frames)
        case .pink: KanonDSPv3.renderPinkNoise(frame: advance(&phase), seed: 1, cells: cells, into: frames)
        case .drawbars:
            KanonDSPv3.renderDrawbars(
                phase: &phase, increment: &increment, ramp: ramp, levels: memory.levels, levelSteps: memory.levels + 1,
                cells: cells, into: frames)
        case .fold:
            var depth: Float = 0.7
            KanonDSPv3.renderFold(
                phase: &phase, increment: &increment, ramp: ramp, depth: &depth, depthStep: 1e-5, cells: cells, into: frames)
        }
    }

    /// The number of the first of the next 64 frames.
    private func advance(_ frame: inout UInt32) -> UInt32 {
        frame = (frame &+ 64) & ~15
        return frame
    }
}
