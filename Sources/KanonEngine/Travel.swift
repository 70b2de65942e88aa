import Glibc
import KanonDSP

/// A knob's way from one value to another, made ready for threads that must not wait.
struct Travel: BitwiseCopyable, Sendable {
    private let curve: ParameterCurve
    // Of an exponential curve the logarithms to base 2.
    private let low: Float
    private let span: Float

    /// Not for the audio thread. An exponential curve needs both ends above zero, else the way is straight.
    init(low: Float, high: Float, curve: ParameterCurve) {
        if curve == .exponential && low > 0 && high > 0 {
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
        switch curve {
        case .linear: low + span * position
        case .squared: span < 0 ? low + span * (2 - position) * position : low + span * position * position
        case .exponential: exponential2(low + span * position)
        }
    }

    /// Whether the way between two positions leads past `value`; of one beyond the travel, past the nearer end. No inverse is
    /// needed: every travel only rises or only falls.
    @_noLocks @_noAllocation
    func passes(_ value: Float, from start: Float, to end: Float) -> Bool {
        let (first, last) = (self.value(at: 0), self.value(at: 1))
        let (here, there) = (self.value(at: start), self.value(at: end))
        let place = min(max(value, min(first, last)), max(first, last))
        return min(here, there) <= place && place <= max(here, there)
    }
}
