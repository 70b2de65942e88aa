/// The tempo of a MIDI clock: 24 ticks a quarter note, each late by chance.
///
/// A delay-locked loop of the second order follows the ticks, wide at first and narrow later. Source: F. Adriaensen, "Using a DLL
/// to filter time", Linux Audio Conference 2005. A tempo is told when it is known to 0.2 %, and again only when it has moved by
/// more than that: delays and movements that count in beats are not to tremble with the ticks.
struct ClockFollower: BitwiseCopyable {
    /// Microseconds of the server's clock at which the next tick is due, and between two.
    private var due = 0.0
    private var period = 0.0
    private var last: UInt64 = 0
    private var tickCount = 0
    private var told: Float = 0
    /// The preset, or the edit of it, to which it was told.
    private var generation: UInt32 = 0

    /// Ticks after which the first tempo is told: a quarter note.
    private static var settling: Int {
        @_noLocks @_noAllocation get { 24 }
    }

    /// A tick came at `time`; beats a minute, 20…300, where they are news to the preset `generation`.
    @_noLocks @_noAllocation
    mutating func tick(at time: UInt64, generation: UInt32) -> Float? {
        let now = Double(time)
        // A clock slower than 20 beats a minute has stopped.
        guard tickCount > 0, now - Double(last) < 125_000, time > last else {
            begin(at: time)
            return nil
        }
        if tickCount == 1 {
            period = now - Double(last)
            due = now + period
        } else {
            let error = now - due
            if abs(error) > 0.5 * period {
                begin(at: time)
                return nil
            }
            // From a bandwidth of a tenth of the tick rate down to one that a beat and a half settles.
            let omega = 2 * Double.pi * max(0.006, 0.1 / (1 + 0.05 * Double(tickCount)))
            due += period + 1.414_213_562 * omega * error
            period += omega * omega * error
        }
        last = time
        tickCount += 1
        guard tickCount > ClockFollower.settling else { return nil }
        let tempo = Float(min(max(60e6 / (24 * period), 20), 300))
        guard abs(tempo - told) > 0.002 * told || generation != self.generation else { return nil }
        told = tempo
        self.generation = generation
        return tempo
    }

    /// The clock begins anew; the tempo that was told stands until there is another.
    @_noLocks @_noAllocation
    mutating func restart() { tickCount = 0 }

    @_noLocks @_noAllocation
    private mutating func begin(at time: UInt64) {
        last = time
        tickCount = 1
    }
}
