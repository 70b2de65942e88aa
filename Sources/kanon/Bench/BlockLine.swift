import KanonIO

/// The card's own time, found afterwards: straight lines along the earliest moments at which blocks began, each over two seconds in
/// which the server's count of frames kept up with the time. How late threads were woken is all that deviates from them.
struct BlockLine {
    /// A stretch of blocks, and the line through them.
    private struct Piece {
        var first: Int
        var end: Int
        /// The moment and the frame in the middle of it, and µs a frame.
        var microseconds: Double
        var frame: Double
        var slope: Double
    }

    private let callbacks: [CallbackLog.Callback]
    private var pieces: [Piece] = []

    /// A stretch is at least so many blocks and at most so long.
    private static let leastBlocks = 32
    private static let seconds = 2.0
    /// Blocks by which the count may stay behind, or one be late.
    private static let patience = 3.0
    /// The share of blocks that may lie before the line: what is earlier than that came of a block that was late.
    private static let early = 0.01

    /// Frames come at about `sampleRate` a second.
    init(_ callbacks: [CallbackLog.Callback], sampleRate: Double) {
        self.callbacks = callbacks
        var first = 0
        for index in callbacks.indices where index > first {
            let before = callbacks[index - 1]
            let passed = Double(Int32(bitPattern: callbacks[index].frame &- before.frame)) / sampleRate * 1e6
            let period = Double(before.frames) / sampleRate * 1e6
            let isGap = abs(Double(callbacks[index].beginMicroseconds - before.beginMicroseconds) - passed) > Self.patience * period
            let isLong = Double(callbacks[index].beginMicroseconds - callbacks[first].beginMicroseconds) >= Self.seconds * 1e6
            guard isGap || isLong else { continue }
            add(first..<index)
            first = index
        }
        add(first..<callbacks.count)
    }

    /// By how much each block began later than the line says, in µs; of the blocks that are on one.
    var lateMicroseconds: [Double] {
        pieces.flatMap { piece in
            (piece.first..<piece.end).map { Double(callbacks[$0].beginMicroseconds) - microseconds(of: callbacks[$0].frame, on: piece) }
        }
    }

    /// The moment, in µs, at which a frame began; nil where there is no line.
    func microseconds(of frame: UInt32) -> Double? {
        pieces.first {
            Int32(bitPattern: frame &- callbacks[$0.first].frame) >= 0 && Int32(bitPattern: callbacks[$0.end - 1].frame &- frame) >= 0
        }
        .map { microseconds(of: frame, on: $0) }
    }

    private func microseconds(of frame: UInt32, on piece: Piece) -> Double {
        piece.microseconds + piece.slope * (Double(Int32(bitPattern: frame &- callbacks[piece.first].frame)) - piece.frame)
    }

    /// Least squares, then as early as the blocks are.
    private mutating func add(_ range: Range<Int>) {
        guard range.count >= Self.leastBlocks else { return }
        let base = callbacks[range.lowerBound]
        let points = range.map { index in
            (x: Double(callbacks[index].frame &- base.frame), y: Double(callbacks[index].beginMicroseconds - base.beginMicroseconds))
        }
        let count = Double(points.count)
        let x = points.reduce(0) { $0 + $1.x } / count
        let y = points.reduce(0) { $0 + $1.y } / count
        let spread = points.reduce(0) { $0 + ($1.x - x) * ($1.x - x) }
        let slope = points.reduce(0) { $0 + ($1.x - x) * ($1.y - y) } / spread
        let residues = points.map { $0.y - y - slope * ($0.x - x) }.sorted()
        let first = residues[Int(Self.early * count)]
        pieces.append(
            Piece(
                first: range.lowerBound, end: range.upperBound, microseconds: Double(base.beginMicroseconds) + y + first, frame: x,
                slope: slope))
    }
}
