/// The tempo at which a button is tapped.
struct TapTempo: BitwiseCopyable {
    private var first: UInt64 = 0
    private var last: UInt64 = 0
    private var gapCount: UInt64 = 0

    /// Slower than 20 beats a minute is a new beginning, in µs.
    private static var longestGap: UInt64 {
        @_noLocks @_noAllocation get { 3_000_000 }
    }

    /// A tap at `time`, in µs; beats a minute, the mean since the taps began, 20…300. A tap off the beat by a third begins anew.
    @_noLocks @_noAllocation
    mutating func tap(at time: UInt64) -> Float? {
        let gap = time > last ? time - last : 0
        let mean = gapCount == 0 ? gap : (last - first) / gapCount
        guard last > 0, gap > 0, gap <= TapTempo.longestGap, gap < mean + mean / 3, gap > mean - mean / 3 else {
            let goesOn = last > 0 && gap > 0 && gap <= TapTempo.longestGap
            // The tap before may be the first of a new tempo.
            first = goesOn ? last : time
            gapCount = goesOn ? 1 : 0
            last = time
            return goesOn ? TapTempo.tempo(gap) : nil
        }
        last = time
        gapCount += 1
        return TapTempo.tempo((last - first) / gapCount)
    }

    @_noLocks @_noAllocation
    private static func tempo(_ gap: UInt64) -> Float { Float(min(max(60e6 / Double(gap), 20), 300)) }
}
