/// Turns ticks into seconds through changes of tempo.
///
/// Ticks and microseconds are multiplied and summed as integers, and divided once: no tempo map drifts.
struct MidiClock {
    /// The tempo from the present tick on; 120 quarter notes a minute until the file says otherwise.
    var microsecondsPerQuarter = 500_000
    private let division: TimeDivision
    private var tick = 0
    /// Microseconds times `parts`.
    private var elapsed = 0
    /// Ticks of a quarter note, or of as many frames as take whole seconds.
    private let parts: Int

    /// A piece cannot be longer than a day: damaged files are.
    static let longestHours = 24
    static var tooLong: Complaint { Complaint("the piece is longer than a day", allowed: "at most \(longestHours) hours are read") }

    init(_ division: TimeDivision) {
        self.division = division
        parts =
            switch division {
            case .quarter(let ticks): ticks
            case .frames(let frames, _, let ticks): frames * ticks
            }
    }

    /// Microseconds that `parts` ticks take.
    private var microseconds: Int {
        switch division {
        case .quarter: microsecondsPerQuarter
        case .frames(_, let seconds, _): seconds * 1_000_000
        }
    }

    /// The time at the present tick.
    var seconds: Double { Double(elapsed) / (Double(parts) * 1e6) }

    /// Goes on to `tick`, which is not before the present one.
    mutating func advance(to tick: Int) throws(Complaint) {
        let (product, overflows) = (tick - self.tick).multipliedReportingOverflow(by: microseconds)
        // At most 6.6e17, so the sum below cannot overflow.
        let longest = Self.longestHours * 3600 * 1_000_000 * parts
        guard !overflows, product <= longest - elapsed else {
            throw Self.tooLong
        }
        elapsed += product
        self.tick = tick
    }
}
