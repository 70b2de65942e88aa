import KanonEngine

/// An instrument that is called as a server calls it, in blocks of 64 frames at 48 kHz, and heard by nobody.
final class BenchInstrument {
    static let sampleRate = 48_000.0
    static let framesPerBlock = 64

    private let instrument: Instrument
    private let sides = AlignedMemory<Float>(repeating: 0, count: 2 * framesPerBlock)
    private var blocks = 0.0

    init(_ sound: Sound, kernel: Kernel, polyphony: Int) {
        var configuration = Instrument.Configuration()
        configuration.sampleRate = Self.sampleRate
        configuration.kernel = kernel
        configuration.polyphony = polyphony
        instrument = Instrument(configuration, sound: sound)
    }

    /// Voices that sounded in the last block.
    var voices: Int { Int(instrument.meter[.voices]) }

    /// Another sound follows from the next block on. Here is the control thread's share of it.
    func follow(with sound: Sound) { instrument.load(sound) }

    /// Renders a block in which these keys move.
    func render(_ strokes: [KeyStroke] = []) {
        blocks += 1
        let period = Double(Self.framesPerBlock) / Self.sampleRate * 1e6
        instrument.engine.pointee.begin(frames: Self.framesPerBlock, microseconds: 1_000_000 + UInt64(blocks * period))
        for stroke in strokes { instrument.engine.pointee.receive(stroke.bytes, count: 3, frame: stroke.frame) }
        instrument.engine.pointee.render(left: sides.start, right: sides.start + Self.framesPerBlock)
    }

    /// Renders `count` blocks.
    func render(blocks count: Int) {
        for _ in 0..<count { render() }
    }

    /// Strikes and holds `voices` keys, and waits until what moves at a note's begin has passed.
    func hold(_ voices: Int) {
        for first in stride(from: 0, to: voices, by: 64) { render(KeyStroke.all(first..<min(first + 64, voices))) }
        render(blocks: 60)
    }
}
