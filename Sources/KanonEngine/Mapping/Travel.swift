import Glibc
import KanonDSP

/// A knob's way from one value to another, made ready for threads that must not wait.
struct Travel: BitwiseCopyable, Sendable {
    private let curve: ParameterCurve
    // Of an exponential curve the logarithms to base 2.
    private let low: Float
    private let span: Float
    /// How many whole values it has, each with as much of the way; 0 where it has all in between.
    private let count: Float

    /// Not for the audio thread. An exponential curve needs both ends above zero, else the way is straight. `counts`: only whole
    /// values, as both ends are.
    init(low: Float, high: Float, curve: ParameterCurve, counts: Bool = false) {
        count = counts ? abs(high - low) + 1 : 0
        if counts {
            self.curve = .linear
            self.low = low
            span = high - low
        } else if curve == .exponential && low > 0 && high > 0 {
            self.curve = .exponential
            self.low = log2(low)
            span = log2(high) - log2(low)
        } else {
            self.curve = curve == .exponential ? .linear : curve
            self.low = low
            span = high - low
        }
    }

    /// The value at `position`, 0…1.
    @_noLocks @_noAllocation
    func value(at position: Float) -> Float {
        if count > 0 { return low + (span < 0 ? -index(at: position) : index(at: position)) }
        return switch curve {
        case .linear: low + span * position
        case .squared: span < 0 ? low + span * (2 - position) * position : low + span * position * position
        case .exponential: exponential2(low + span * position)
        }
    }

    /// The position, 0…1, of `value`; of one beyond the travel, the nearer end. By halving: every travel only rises or only falls.
    @_noLocks @_noAllocation
    func position(of value: Float) -> Float {
        let rises = self.value(at: 1) >= self.value(at: 0)
        var (start, end) = (Float(0), Float(1))
        if rises ? value <= self.value(at: 0) : value >= self.value(at: 0) { return centred(0) }
        if rises ? value >= self.value(at: 1) : value <= self.value(at: 1) { return centred(1) }
        // As exact as a Float is.
        for _ in 0..<24 {
            let middle = 0.5 * (start + end)
            if rises ? self.value(at: middle) < value : self.value(at: middle) > value { start = middle } else { end = middle }
        }
        return centred(end)
    }

    /// `position`, or the middle of what belongs to the same whole value.
    @_noLocks @_noAllocation
    func centred(_ position: Float) -> Float { count > 0 ? (index(at: position) + 0.5) / count : position }

    /// The share of the way that `step` is: itself, or of a travel that counts so many of its values.
    @_noLocks @_noAllocation
    func share(of step: Float) -> Float { count > 0 ? step / count : step }

    /// Whether the way between two positions leads past `value`; of one beyond the travel, past the nearer end. No inverse is
    /// needed: every travel only rises or only falls.
    @_noLocks @_noAllocation
    func passes(_ value: Float, from start: Float, to end: Float) -> Bool {
        let (first, last) = (self.value(at: 0), self.value(at: 1))
        let (here, there) = (self.value(at: start), self.value(at: end))
        let place = min(max(value, min(first, last)), max(first, last))
        return min(here, there) <= place && place <= max(here, there)
    }

    @_noLocks @_noAllocation
    private func index(at position: Float) -> Float { min(Float(Int(max(position, 0) * count)), count - 1) }
}
