import KanonControl
import KanonEngine

/// A song played by an engine as a server calls it, in blocks of one size, and what was heard as a number.
struct ReferenceRendering {
    /// Frames a block, as the reference has them: a cell, the usual block, and one that is no multiple of a cell.
    static let blocks = [16, 64, 1000]
    private static let sampleRate = 48_000.0

    private let instrument: Instrument
    private let block: Int
    private var output: StereoBlock
    private var hash = BitHash()

    /// An engine that plays `sound`.
    init(_ sound: Sound, _ controllers: ControllerMap, kernel: Kernel, block: Int) {
        var configuration = Instrument.Configuration()
        configuration.sampleRate = Self.sampleRate
        configuration.kernel = kernel
        configuration.controllers = controllers
        configuration.recordingSeconds = 0.01
        instrument = Instrument(configuration, sound: sound)
        self.block = block
        output = StereoBlock(maximumFrames: block)
    }

    /// Plays `song` to its end; its preset N is the Nth of `following`. The hash of all samples, left and right in turn.
    ///
    /// A block ends where a preset is asked for, so that the next one begins with it whatever the size of blocks.
    mutating func play(_ song: ReferenceSong, following: [Sound]) -> String {
        var steps = song.steps[...]
        var start = 0
        while start < song.frames {
            while let step = steps.first, step.frame == start, case .preset(let number) = step.event {
                instrument.load(following[(number - 1) % following.count])
                steps.removeFirst()
            }
            let change = steps.first { if case .preset = $0.event { $0.frame > start } else { false } }
            let count = min(block, song.frames - start, (change?.frame ?? .max) - start)
            instrument.engine.pointee.begin(frames: count, microseconds: UInt64(Double(start) / Self.sampleRate * 1e6))
            while let step = steps.first, step.frame < start + count, case .message(let bytes) = step.event {
                bytes.withUnsafeBufferPointer {
                    instrument.engine.pointee.receive($0.baseAddress!, count: bytes.count, frame: step.frame - start)
                }
                steps.removeFirst()
            }
            output.render(instrument, frames: count)
            for sample in output.interleaved[..<(2 * count)] { hash.add(sample) }
            start += count
        }
        return hash.text
    }
}
