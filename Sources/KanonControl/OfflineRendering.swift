import KanonEngine

/// Plays a piece through an instrument as fast as the processor can: what is heard live, without a server.
public final class OfflineRendering {
    private let instrument: Instrument
    private let sampleRate: Double
    private let block: Int
    /// Frames written so far.
    public private(set) var frames = 0

    /// Renders with blocks of `block` frames (1…8192); the result does not depend on it.
    public init(instrument: Instrument, sampleRate: Double, block: Int) {
        self.instrument = instrument
        self.sampleRate = sampleRate
        self.block = block
    }

    /// Plays `piece` to its end and until it has rung out, at most `tailSeconds` longer. `write` gets what is heard, left and
    /// right interleaved, up to the last frame that is not silent. Returns the greatest sample.
    public func play(
        _ piece: StandardMidiFile, tailSeconds: Double, write: ([Float]) throws -> Void
    ) rethrows -> Float {
        let end = Int((piece.seconds * sampleRate).rounded(.up))
        let last = end + Int(tailSeconds * sampleRate)
        var next = 0
        var rendered = 0
        var peak: Float = 0
        while rendered < last, rendered < end || next < piece.events.count || instrument.meter[.voices] > 0 {
            let count = min(block, last - rendered)
            let output = render(piece, &next, from: rendered, count: count)
            rendered += count
            // Silence after the end is held back until something follows it, so that the length does not depend on the block.
            let heard = max(output.lastIndex { $0 != 0 }.map { $0 / 2 + 1 + rendered - count } ?? 0, min(rendered, end))
            if heard > frames {
                let silence = [Float](repeating: 0, count: 2 * max(rendered - count - frames, 0))
                try write(silence + output.prefix(2 * (heard - (rendered - count))))
                frames = heard
            }
            peak = max(peak, output.map(abs).max() ?? 0)
        }
        return peak
    }

    /// One block, left and right interleaved.
    private func render(_ piece: StandardMidiFile, _ next: inout Int, from start: Int, count: Int) -> [Float] {
        var left = [Float](repeating: 0, count: count)
        var right = left
        instrument.engine.pointee.begin(frames: count, microseconds: UInt64(Double(start) / sampleRate * 1e6))
        while next < piece.events.count, frame(of: piece.events[next]) < start + count {
            let event = piece.events[next]
            event.message.bytes.withUnsafeBufferPointer { bytes in
                guard let first = bytes.baseAddress else { return }
                instrument.engine.pointee.receive(first, count: bytes.count, frame: frame(of: event) - start)
            }
            next += 1
        }
        instrument.engine.pointee.render(left: &left, right: &right)
        return zip(left, right).flatMap { [$0, $1] }
    }

    private func frame(of event: StandardMidiFile.Event) -> Int { Int((event.seconds * sampleRate).rounded()) }
}
