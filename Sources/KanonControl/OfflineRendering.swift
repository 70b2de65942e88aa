import KanonEngine

/// Plays a piece through an instrument as fast as the processor can: what is heard live, without a server.
public final class OfflineRendering {
    private let instrument: Instrument
    private let sampleRate: Double
    private let block: Int
    /// Frames rendered so far.
    public private(set) var frames = 0

    /// Renders with blocks of `block` frames (1…8192); the result does not depend on it.
    public init(instrument: Instrument, sampleRate: Double, block: Int) {
        self.instrument = instrument
        self.sampleRate = sampleRate
        self.block = block
    }

    /// Plays `piece` to its end and until it has rung out, at most `tailSeconds` longer. `write` gets each block, left and
    /// right interleaved. Returns the greatest sample.
    public func play(
        _ piece: StandardMidiFile, tailSeconds: Double, write: ([Float]) throws -> Void
    ) rethrows -> Float {
        let end = Int((piece.seconds * sampleRate).rounded(.up))
        let last = end + Int(tailSeconds * sampleRate)
        var left = [Float](repeating: 0, count: block)
        var right = left
        var next = 0
        var peak: Float = 0
        while frames < last, frames < end || !isOver(piece, next: next) {
            let count = min(block, last - frames)
            instrument.engine.pointee.begin(frames: count, microseconds: UInt64(Double(frames) / sampleRate * 1e6))
            while next < piece.events.count, frame(of: piece.events[next]) < frames + count {
                let event = piece.events[next]
                event.message.bytes.withUnsafeBufferPointer { bytes in
                    guard let start = bytes.baseAddress else { return }
                    instrument.engine.pointee.receive(start, count: bytes.count, frame: frame(of: event) - frames)
                }
                next += 1
            }
            instrument.engine.pointee.render(left: &left, right: &right)
            var interleaved: [Float] = []
            interleaved.reserveCapacity(2 * count)
            for index in 0..<count {
                interleaved.append(left[index])
                interleaved.append(right[index])
                peak = max(peak, abs(left[index]), abs(right[index]))
            }
            try write(interleaved)
            frames += count
        }
        return peak
    }

    private func frame(of event: StandardMidiFile.Event) -> Int { Int((event.seconds * sampleRate).rounded()) }

    private func isOver(_ piece: StandardMidiFile, next: Int) -> Bool {
        next == piece.events.count && instrument.meter[.voices] == 0
    }
}
