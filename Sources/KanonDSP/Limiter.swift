import KanonState

/// Keeps both outputs below −0.1 dB of full scale, without delay.
///
/// Method: a peak follower that rises at once and falls with a time constant of `LimiterState.decay`; both sides are scaled
/// by ceiling / peak while the peak is above the ceiling. A loud sound is turned down on its first crest and stays down, so
/// that a steady sound is scaled, not clipped. There is no look-ahead, because a player hears every millisecond.
@_noLocks @_noAllocation
public func limit(
    _ state: inout LimiterState, left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>, count: Int
) {
    let ceiling: Float = 0.988_553
    var peak = state.peak
    for frame in 0..<count {
        let loudest = max(abs(left[frame]), abs(right[frame]))
        peak = max(loudest, peak * state.decay)
        if peak > ceiling {
            let gain = ceiling / peak
            left[frame] *= gain
            right[frame] *= gain
        }
    }
    state.peak = peak
}
