import KanonEngine

/// Plays a piece through a running instrument: hands over messages ahead of time, each with the engine's frame it is due at.
///
/// For one thread, which calls `feed` several times a second.
public struct SongPlayer {
    private let piece: StandardMidiFile
    private let song: SongInput
    private var sampleRate: Double
    /// The engine's frame at which `seconds` of the piece are over, from where the present sample rate counts.
    private var frame: UInt64
    private var seconds = 0.0
    private var next = 0

    /// Messages are handed over this long before they are due.
    public static let leadSeconds = 0.5

    /// Begins `piece` at the engine's frame `firstFrame`.
    public init(_ piece: StandardMidiFile, song: SongInput, sampleRate: Double, firstFrame: UInt64) {
        self.piece = piece
        self.song = song
        self.sampleRate = sampleRate
        frame = firstFrame
    }

    /// Frames come at another rate from the engine's frame `first` on; the piece goes on where it is.
    public mutating func follow(sampleRate rate: Double, from first: UInt64) {
        seconds += (Double(first) - Double(frame)) / sampleRate
        frame = first
        sampleRate = rate
    }

    /// Hands over what is due within `leadSeconds` after `frame`; what finds no room waits for the next call.
    public mutating func feed(at frame: UInt64) {
        let horizon = frame + UInt64(Self.leadSeconds * sampleRate)
        while next < piece.events.count {
            let event = piece.events[next]
            let due = UInt64(max(self.frame(at: event.seconds), 0).rounded())
            guard due < horizon else { return }
            let isTaken = event.message.bytes.withUnsafeBufferPointer { bytes in
                bytes.baseAddress.map { song.push($0, count: bytes.count, atFrame: due) } ?? true
            }
            guard isTaken else { return }
            next += 1
        }
    }

    /// Whether the piece's end lies `tailSeconds` or more before `frame`.
    public func isOver(at frame: UInt64, tailSeconds: Double) -> Bool {
        next == piece.events.count && Double(frame) >= self.frame(at: piece.seconds + tailSeconds)
    }

    private func frame(at time: Double) -> Double { Double(frame) + (time - seconds) * sampleRate }
}
