import KanonEngine

/// Plays a piece through a running instrument: hands over messages ahead of time, each with the engine's frame it is due at.
///
/// For one thread, which calls `feed` several times a second.
public struct SongPlayer {
    private let piece: StandardMidiFile
    private let song: SongInput
    private let sampleRate: Double
    private let firstFrame: UInt64
    private var next = 0

    /// Messages are handed over this long before they are due.
    public static let leadSeconds = 0.5

    /// Begins `piece` at the engine's frame `firstFrame`.
    public init(_ piece: StandardMidiFile, song: SongInput, sampleRate: Double, firstFrame: UInt64) {
        self.piece = piece
        self.song = song
        self.sampleRate = sampleRate
        self.firstFrame = firstFrame
    }

    /// Hands over what is due within `leadSeconds` after `frame`; what finds no room waits for the next call.
    public mutating func feed(at frame: UInt64) {
        let horizon = frame + UInt64(Self.leadSeconds * sampleRate)
        while next < piece.events.count {
            let event = piece.events[next]
            let due = firstFrame + UInt64((event.seconds * sampleRate).rounded())
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
        next == piece.events.count
            && Double(frame) >= Double(firstFrame) + (piece.seconds + tailSeconds) * sampleRate
    }
}
