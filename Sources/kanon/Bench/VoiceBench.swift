import KanonEngine

/// What voices cost: notes held through an instrument as a server would call it, in blocks of 64 frames.
struct VoiceBench {
    /// Nanoseconds of processor time a sample and voice.
    static func measure(_ sound: Sound, kernel: Kernel, voices: Int) -> Double {
        var configuration = Instrument.Configuration()
        configuration.kernel = kernel
        configuration.polyphony = voices
        let instrument = Instrument(configuration, sound: sound)
        let control = instrument.input(.control)
        // Every other semitone around the middle of the keyboard, C2 to C6.
        for number in 0..<voices {
            control.push(
                Event(.noteOn, device: UInt8(number / 400), channel: UInt8(number / 25 % 16), key: UInt8(36 + number % 25 * 2), value: 0.8),
                at: 0)
            if number % 64 == 63 { render(instrument, blocks: 1) }
        }
        render(instrument, blocks: 100)
        let blocks = max(1, 40_000 / voices)
        return ProcessorTime.least(of: 12, units: blocks * 64 * voices) { render(instrument, blocks: blocks) }
    }

    private static func render(_ instrument: Instrument, blocks: Int) {
        var block = StereoBlock(maximumFrames: 64)
        for _ in 0..<blocks {
            instrument.engine.pointee.begin(frames: 64, microseconds: 1_000_000)
            block.render(instrument, frames: 64)
        }
    }
}
