import KanonEngine

/// Plays a piece through an instrument as fast as the processor can: what is heard live, without a server.
public final class OfflineRendering {
    private let instrument: Instrument
    private let sampleRate: Double
    private let block: Int
    private var tuning: PlayerTuning
    /// What is wrong with tuning messages of the piece; they change nothing.
    public private(set) var complaints: [Diagnostics] = []
    /// Frames written so far.
    public private(set) var frames = 0
    /// Whether the block at hand begins with a reset.
    private var mustReset = false

    /// Renders with blocks of `block` frames (1…8192), beginning in `tuning`; the result does not depend on the block.
    public init(instrument: Instrument, sampleRate: Double, block: Int, tuning: PlayerTuning = PlayerTuning()) {
        self.instrument = instrument
        self.sampleRate = sampleRate
        self.block = block
        self.tuning = tuning
        instrument.tune(to: tuning)
    }

    /// Plays `piece` to its end and until it has rung out, at most `tailSeconds` longer. `write` gets what is heard, left and
    /// right interleaved, up to the last frame that is not silent. Returns the greatest sample.
    public func play(
        _ piece: StandardMidiFile, tailSeconds: Double, write: (ArraySlice<Float>) throws -> Void
    ) rethrows -> Float {
        let end = Int((piece.seconds * sampleRate).rounded(.up))
        let last = end + Int(tailSeconds * sampleRate)
        var output = StereoBlock(maximumFrames: block)
        var next = 0
        var nextExclusive = 0
        var start = 0
        var peak: Float = 0
        // What has ended was heard in its last cell still, and has to leave the limiter.
        let farewell = Engine.delayFrames + 16
        var rest = farewell
        while start < last, start < end || next < piece.events.count || rest > 0 {
            let pause = tune(by: piece.exclusives, &nextExclusive, at: start)
            let count = min(block, last - start, pause)
            instrument.engine.pointee.begin(frames: count, microseconds: UInt64(Double(start) / sampleRate * 1e6))
            reset()
            send(piece, &next, before: start + count, blockStart: start)
            output.render(instrument, frames: count)
            // Silence after the end waits for something to follow it, so that the length does not depend on the block.
            let heard = max(output.heardFrames > 0 ? start + output.heardFrames : 0, min(start + count, end))
            if heard > frames {
                if start > frames { try write([Float](repeating: 0, count: 2 * (start - frames))[...]) }
                try write(output.interleaved[..<(2 * (heard - start))])
                frames = heard
            }
            peak = max(peak, output.peak)
            let sounds = instrument.meter[.voices] > 0 || instrument.meter[.isRinging] > 0
            rest = sounds ? farewell : rest - count
            start += count
        }
        return peak
    }

    /// Hands over the messages that are due before the frame `end`.
    private func send(_ piece: StandardMidiFile, _ next: inout Int, before end: Int, blockStart: Int) {
        while next < piece.events.count, frame(of: piece.events[next]) < end {
            let event = piece.events[next]
            event.message.bytes.withUnsafeBufferPointer { bytes in
                guard let first = bytes.baseAddress else { return }
                instrument.engine.pointee.receive(first, count: bytes.count, frame: frame(of: event) - blockStart)
            }
            next += 1
        }
    }

    /// A song's reset is that of MIDI's one byte.
    private func reset() {
        guard mustReset else { return }
        mustReset = false
        withUnsafePointer(to: 0xFF as UInt8) { instrument.engine.pointee.receive($0, count: 1, frame: 0) }
    }

    /// Takes the system exclusive messages that are due at the frame `start`; how many frames there are until the next. A block begins
    /// with every one of them, so that no tuning depends on the block.
    private func tune(by exclusives: [StandardMidiFile.Exclusive], _ next: inout Int, at start: Int) -> Int {
        while next < exclusives.count {
            let pause = frame(at: exclusives[next].seconds) - start
            if pause > 0 { return pause }
            do throws(Diagnostics) {
                if let message = try UniversalMessage.parse(exclusives[next].bytes) {
                    if message == .reset { mustReset = true }
                    _ = instrument.take(message, tuning: &tuning)
                }
            } catch {
                complaints.append(error)
            }
            next += 1
        }
        return .max
    }

    private func frame(of event: StandardMidiFile.Event) -> Int { frame(at: event.seconds) }
    private func frame(at seconds: Double) -> Int { Int((seconds * sampleRate).rounded()) }
}
