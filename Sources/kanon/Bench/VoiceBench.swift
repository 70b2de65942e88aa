import KanonEngine

/// What voices cost that are held.
struct VoiceBench {
    let kernel: Kernel
    let rounds: Int

    /// One row of the result.
    struct Figure: Encodable {
        var kernel: String
        var sound: String
        var voices: Int
        var nanosecondsPerVoiceSample: Double
        /// How many of them a core can play at 48 kHz, in blocks of 64 frames.
        var voicesPerCore: Double
    }

    /// The typical voice in groups that are filled more or less, single and vortex voices, and the presets asked for.
    func figures(presets: [(name: String, sound: Sound)]) -> [Figure] {
        [1, 4, 8, 16, 64, 512].map { figure("typical", BenchSound.typical, voices: $0) }
            + [figure("typical, mono", BenchSound.mono, voices: 1)]
            + [50, 64, 512].map { figure("vortex", BenchSound.vortex, voices: $0) }
            + presets.map { figure("preset \($0.name)", $0.sound, voices: 64) }
    }

    /// Nanoseconds a frame of an engine that has nothing to play.
    func idleNanosecondsPerFrame() -> Double {
        let instrument = BenchInstrument(BenchSound.typical, kernel: kernel, polyphony: 64)
        instrument.hold(0)
        return measure(instrument, blocks: 500) / Double(BenchInstrument.framesPerBlock)
    }

    private func figure(_ name: String, _ sound: Sound, voices: Int) -> Figure {
        let instrument = BenchInstrument(sound, kernel: kernel, polyphony: voices)
        instrument.hold(voices)
        let cost = measure(instrument, blocks: max(30_000 / (voices + 20), 1)) / Double(BenchInstrument.framesPerBlock * voices)
        return Figure(
            kernel: kernel.rawValue, sound: name, voices: voices, nanosecondsPerVoiceSample: cost,
            voicesPerCore: 1e9 / BenchInstrument.sampleRate / cost)
    }

    /// Nanoseconds a block.
    private func measure(_ instrument: BenchInstrument, blocks: Int) -> Double {
        ProcessorTime.least(of: rounds, units: blocks) { instrument.render(blocks: blocks) }
    }
}
