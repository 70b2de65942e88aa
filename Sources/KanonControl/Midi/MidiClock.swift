/// Turns ticks into seconds through changes of tempo.
///
/// Ticks and microseconds are multiplied and summed as integers, and divided once: no tempo map drifts.
struct MidiClock {
    /// The tempo from the present tick on; 120 quarter notes a minute until the file says otherwise.
    var microsecondsPerQuarter = 500_000
    private let ticksPerQuarter: Int
    private var tick = 0
    /// Microseconds times ticks a quarter note.
    private var elapsed = 0

    /// A piece cannot be longer than a day: damaged files are.
    private static let longestHours = 24

    init(ticksPerQuarter: Int) { self.ticksPerQuarter = ticksPerQuarter }

    /// The time at the present tick.
    var seconds: Double { Double(elapsed) / (Double(ticksPerQuarter) * 1e6) }

    /// Goes on to `tick`, which is not before the present one.
    mutating func advance(to tick: Int) throws(Complaint) {
        let (product, overflows) = (tick - self.tick).multipliedReportingOverflow(by: microsecondsPerQuarter)
        // At most 2.9e15, so the sum below cannot overflow.
        let longest = Self.longestHours * 3600 * 1_000_000 * ticksPerQuarter
        guard !overflows, product <= longest - elapsed else {
            throw Complaint("the piece is longer than a day", allowed: "at most \(Self.longestHours) hours are read")
        }
        elapsed += product
        self.tick = tick
    }
}
