import KanonEngine

/// The block a server works in, and the delay that follows from it by arithmetic.
public struct BlockSetting: Equatable, Sendable, CustomStringConvertible {
    /// Frames in a block.
    public var frames: Int
    /// Blocks that the card holds; nil where nobody tells.
    public var periods: Int?
    /// Frames a second.
    public var sampleRate: Double
    /// Whether the server waits for its clients (`jackd -S`), which saves a block; nil where nobody tells.
    public var isSynchronous: Bool?

    /// Frames from the end of a block to the card's converter, as the server publishes them; nil where nobody tells.
    public var playbackFrames: Int?
    /// Whether an event waits a whole block for its exact frame, or for the next block only.
    public var timing = EventTiming.steady

    /// A setting; what nobody tells stays nil.
    public init(
        frames: Int, periods: Int? = nil, sampleRate: Double, isSynchronous: Bool? = nil, playbackFrames: Int? = nil
    ) {
        self.frames = frames
        self.periods = periods
        self.sampleRate = sampleRate
        self.isSynchronous = isSynchronous
        self.playbackFrames = playbackFrames
    }

    /// From a MIDI message to the card's converter: p·n synchronous, p·(n+1) otherwise, the block in which an event waits for
    /// its exact frame included. Where only the server's published latency is known, that and one block. With `asap` the most that
    /// it can be; the least is a block less.
    public var seconds: Double? {
        if let periods, let isSynchronous {
            return Double(frames * (periods + (isSynchronous ? 0 : 1))) / sampleRate
        }
        return playbackFrames.map { Double(frames + $0) / sampleRate }
    }

    /// `64 frames × 3 at 48000 Hz, synchronous: 4.00 ms`.
    public var description: String {
        let rate = "at \(Int(sampleRate)) Hz"
        guard let seconds else {
            return "\(frames) frames \(rate): \(Self.milliseconds(Double(frames) / sampleRate)) ms a block"
        }
        if let periods, let isSynchronous {
            let mode = isSynchronous ? "synchronous" : "asynchronous"
            return "\(frames) frames × \(periods) \(rate), \(mode): \(span(seconds))"
        }
        return "\(frames) frames \(rate), \(playbackFrames ?? 0) more to the card: \(span(seconds))"
    }

    private func span(_ seconds: Double) -> String {
        let least = timing == .asap ? "\(Self.milliseconds(seconds - Double(frames) / sampleRate)) to " : ""
        return "\(least)\(Self.milliseconds(seconds)) ms"
    }

    private static func milliseconds(_ seconds: Double) -> String {
        let hundredths = Int((seconds * 100_000).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
    }
}
