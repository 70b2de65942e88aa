import ArgumentParser
import CRealtime
import KanonEngine

/// The work whose instructions `Benchmarks/count` counts, under valgrind, which tells one stretch of it from the next by the
/// function `countedStretch`. Prints the stretches in their order: name, units of work, what a unit is.
struct CountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "count", abstract: "Work through fixed loads, for a counter of instructions.", shouldDisplay: false)

    @Argument var kernel: Kernel

    func validate() throws {
        guard kernel.isAvailable else { throw ValidationError("This processor does not run \(kernel.rawValue).") }
    }

    func run() throws {
        _ = kanon_flush_denormals()
        held("typical, 64 voices", BenchSound.typical, voices: 64)
        held("typical, 1 voice", BenchSound.typical, voices: 1)
        held("vortex, 50 voices", BenchSound.vortex, voices: 50)
        held("idle", BenchSound.typical, voices: 0)
        for wave in BenchWave.allCases {
            let oscillators = OscillatorRun(wave, kernel: kernel)
            oscillators.draw(blocks: 1, octave: 4)
            count("oscillator \(wave.rawValue)", units: 2 * 8 * OscillatorBench.samplesPerBlock, "sample") {
                for octave in 1...8 { oscillators.draw(blocks: 2, octave: octave) }
            }
        }
        for effect in BenchEffect.allCases {
            let stage = EffectRun(effect, kernel: kernel)
            stage.render(blocks: 100)
            count("effect \(effect.rawValue)", units: 50 * EffectRun.frames, "frame") { stage.render(blocks: 50) }
        }
        scene()
    }

    private func held(_ name: String, _ sound: Sound, voices: Int) {
        let instrument = BenchInstrument(sound, kernel: kernel, polyphony: 64)
        instrument.hold(voices)
        let blocks = 40
        let frames = blocks * BenchInstrument.framesPerBlock
        count(name, units: frames * max(voices, 1), voices == 0 ? "frame" : "voice-sample") { instrument.render(blocks: blocks) }
    }

    private func scene() {
        let instrument = BenchInstrument(BenchSound.typical, kernel: kernel, polyphony: BlockScene.voices)
        instrument.hold(0)
        for block in BlockScene().blocks {
            if let next = block.next { instrument.follow(with: next) }
            if block.counts {
                count("block \(block.kind.rawValue)", units: 1, "block") { instrument.render(block.strokes) }
            } else {
                instrument.render(block.strokes)
            }
        }
    }

    private func count(_ name: String, units: Int, _ unit: String, _ work: () -> Void) {
        countedStretch(work)
        Output.data("\(name)\t\(units)\t\(unit)")
    }
}

/// By its name the counter knows where to begin and where to end.
@inline(never)
private func countedStretch(_ work: () -> Void) { work() }
