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
}
