import KanonEngine

/// What one control has sent while it was turned to the right, and then to the left.
struct KnobTrack {
    /// What it comes to.
    enum Kind: Equatable {
        case known(KnobControl.Manner, isReversed: Bool)
        /// It stands where it is and trembles.
        case jitter
        /// Which of several it is shows when it is turned the other way.
        case undecided
        /// Nothing that is known sends this.
        case unclear
    }

    /// The 7-bit values in their order.
    var right: [Int] = []
    var left: [Int] = []
    /// Whether values were finer than 7 bits.
    var isFine = false
    /// Steps of data increment and decrement, of which the sum counts.
    var steps: Int?

    /// A mean step beyond this is no player's turn of a knob without ends.
    private static let greatestMeanStep = 24.0
    /// A mean step up to this is one that may be meant where the values might be a knob's positions too.
    private static let usualMeanStep = 12.0
    /// The farthest that a pot gets from message to message, however fast it is turned.
    private static let greatestLeap = 48
    /// The share of the messages that may be against the turn.
    private static let slips = 0.1

    var count: Int { right.count + left.count }

    /// From the least value to the greatest.
    var extent: Int { ((right + left).max() ?? 0) - ((right + left).min() ?? 0) }

    var kind: Kind {
        if let steps { return .known(.absolute, isReversed: steps < 0) }
        if isFine { return .known(.absolute, isReversed: false) }
        if isButton { return .known(.button, isReversed: false) }
        if trembles { return .jitter }
        return left.isEmpty ? kindOfOneTurn : kindOfBoth
    }

    /// How far it was moved, in steps of 127.
    var movement: Int {
        if let steps { return abs(steps) }
        switch kind {
        case .jitter: return 0
        case .known(.button, _): return 1
        default:
            // Two values of a pot that trembles may look like steps.
            let turned = count >= 3 ? relative.first.map { min(Int($0.sum), 127) } ?? 0 : 0
            return max(isWay || isPath ? extent : 0, turned, isFine ? max(extent, 3) : 0)
        }
    }

    // MARK: Hypotheses

    private var kindOfOneTurn: Kind {
        if isPath { return .known(.absolute, isReversed: false) }
        let mean = relative.first?.mean ?? .infinity
        if isWay, right.count >= 5, extent >= 3, mean > Self.usualMeanStep || extent >= 32 { return .known(.absolute, isReversed: false) }
        return isWay || !relative.isEmpty ? .undecided : .unclear
    }

    private var kindOfBoth: Kind {
        guard let best = relative.first else {
            if isWay || isPath { return extent >= 2 ? .known(.absolute, isReversed: false) : .undecided }
            return .unclear
        }
        if isWay { return .undecided }
        return .known(.relative(best.encoding), isReversed: best.isReversed)
    }

    private struct Candidate {
        let encoding: RelativeEncoding
        let isReversed: Bool
        let sum: Double
        let mean: Double
    }

    /// The encodings by which every message is a step of the turn that was asked for, the smallest steps first.
    private var relative: [Candidate] {
        var candidates: [Candidate] = []
        for encoding in RelativeEncoding.allCases {
            for direction in [1, -1] {
                let steps =
                    right.map { encoding.steps(of: UInt8($0)) * direction } + left.map { -encoding.steps(of: UInt8($0)) * direction }
                let wrong = steps.filter { $0 <= 0 }.count
                let sum = steps.reduce(0.0) { $0 + Double(abs($1)) }
                let mean = sum / Double(max(steps.count, 1))
                guard Double(wrong) <= Self.slips * Double(steps.count), mean <= Self.greatestMeanStep else { continue }
                candidates.append(Candidate(encoding: encoding, isReversed: direction < 0, sum: sum, mean: mean))
            }
        }
        return candidates.sorted { $0.mean < $1.mean }
    }

    /// Whether the values may be the way of a knob with ends: on and on in one direction, then back from where it was.
    private var isWay: Bool {
        guard let way = Self.direction(right) else { return false }
        guard !left.isEmpty, let last = right.last else { return true }
        guard let back = Self.direction([last] + left) else { return false }
        return abs(left[0] - last) <= 6 && (way == 0 || back == 0 || way != back)
    }

    /// Whether the values go far, to and fro as they may, and by no encoding are steps.
    private var isPath: Bool {
        let values = right + left
        let strange = zip(values, values.dropFirst()).filter { $0 == $1 || abs($0 - $1) > Self.greatestLeap }.count
        return values.count >= 5 && extent >= 16 && relative.isEmpty && Double(strange) <= Self.slips * Double(values.count)
    }

    /// Up (1), down (−1) or neither (0); nil for what goes to and fro, or says the same again and again.
    private static func direction(_ values: [Int]) -> Int? {
        let changes = zip(values, values.dropFirst()).map { $1 - $0 }
        let up = changes.filter { $0 > 0 }.count
        let down = changes.filter { $0 < 0 }.count
        let repeats = changes.count - up - down
        let allowed = slips * Double(changes.count)
        guard Double(repeats) <= allowed, Double(min(up, down)) <= allowed else { return nil }
        return up > down ? 1 : down > up ? -1 : 0
    }

    /// Nothing and everything, or everything again and again.
    private var isButton: Bool {
        let values = Set(right + left)
        if values == [0, 127] { return true }
        return values == [127] && !right.isEmpty && !left.isEmpty
    }

    /// A place that it does not leave, to and fro.
    private var trembles: Bool {
        let values = right + left
        guard values.count >= 3, extent <= 2, extent > 0 else { return false }
        let changes = zip(values, values.dropFirst()).map { $1 - $0 }
        let turns = zip(changes, changes.dropFirst()).filter { $0 * $1 < 0 }.count
        return !changes.contains(0) && turns * 2 >= changes.count - 1 && turns > 0
    }
}
