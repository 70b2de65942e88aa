/// Tells at which frame of the next block something happened that was stamped on the server's clock.
///
/// A second-order delay-locked loop over the times at which blocks begin: the scheduler's noise is filtered out, what stays is
/// the card's own rate. An event is placed one period after it happened, so its delay is constant; the period is counted from
/// the earliest that blocks begin of late, or an event that comes between that and the filtered time would have missed its block:
/// the card is never early, threads are woken late. The bandwidth is
/// 8 Hz at first and falls with the time since, as in a mean over all that was seen, to 0.1 Hz after five seconds. A stall of
/// three periods, one of half a period that does not pass within four blocks, an overrun or another block size begin it anew.
///
/// Measured (FrameClockTests, wake-ups off by up to ±50 µs, one second after the start): onsets deviate by 0.30 frames
/// at 64 frames a block, 0.32 at 256 and 0.38 at 1024, and lie within 1.3, 1.7 and 2.7 frames; rounding alone makes 0.29 and 1.
/// Source: F. Adriaensen, "Using a DLL to filter time", Linux Audio Conference 2005.
struct FrameClock {
    private var sampleRate: Double
    private var frames = 0
    /// Filtered time at which this block begins, and the one predicted for the next, in µs.
    private var begin = 0.0
    private var next = 0.0
    /// Filtered length of a period, in µs.
    private var period = 0.0
    private var lockedSeconds = 0.0
    /// By how much blocks begin before the filtered time at the earliest, in µs.
    private var lead = 0.0
    /// Blocks in a row that were off by more than half a period.
    private var strayBlocks = 0

    init(sampleRate: Double) { self.sampleRate = sampleRate }

    /// Takes the time, in µs, at which the block of `frames` frames was begun.
    @_noLocks @_noAllocation
    mutating func advance(to microseconds: UInt64, frames: Int) {
        let now = Double(microseconds)
        let nominal = Double(frames) / sampleRate * 1e6
        let error = now - next
        strayBlocks = abs(error) > 0.5 * nominal ? strayBlocks + 1 : 0
        if frames != self.frames || abs(error) > 3 * nominal || strayBlocks == 4 {
            self.frames = frames
            strayBlocks = 0
            period = nominal
            begin = now
            next = now + nominal
            lockedSeconds = 0
            lead = 0
            return
        }
        // Below 0.3 rad a period the loop is well damped at any block size.
        let omega = min(2 * Double.pi * bandwidthHertz * nominal * 1e-6, 0.3)
        begin = next
        next += 1.414_213_562 * omega * error + period
        period += omega * omega * error
        // Forgotten at a quarter of the loop's pace: faster, it would follow the noise; slower, the loop's own first errors.
        lead = min(max(lead - 0.25 * omega * lead, -error), 0.5 * nominal)
        lockedSeconds += nominal * 1e-6
    }

    /// The loop begins anew at the next block: the server was late or stopped.
    @_noLocks @_noAllocation
    mutating func reset() { frames = 0 }

    @_noLocks @_noAllocation
    mutating func setSampleRate(_ rate: Double) {
        sampleRate = rate
        reset()
    }

    private var bandwidthHertz: Double {
        @_noLocks @_noAllocation get { min(8, max(0.1, 0.5 / lockedSeconds)) }
    }

    /// The frame of this block, one period after `microseconds`; below 0 when it is late, `frames` or more when it is for a
    /// later block.
    @_noLocks @_noAllocation
    func frame(of microseconds: UInt64) -> Int {
        let offset = (Double(microseconds) - begin + lead) / period * Double(frames) + Double(frames)
        // Far outside the block the exact number does not matter; truncating above zero rounds down.
        let bounded = min(max(offset, -1e9), 1e9)
        return Int(bounded + 1e9) - 1_000_000_000
    }

    /// The filtered time of a frame of this block, in µs.
    @_noLocks @_noAllocation
    func microseconds(of frame: Int) -> UInt64 { UInt64(max(begin + period * Double(frame) / Double(max(frames, 1)), 0)) }
}
