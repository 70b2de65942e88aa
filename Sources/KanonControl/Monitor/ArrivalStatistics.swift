/// How long messages took from the kernel's stamp to the MIDI thread.
public struct ArrivalStatistics: Sendable {
    private var delays: [Int] = []
    private var sum = 0
    /// Messages with a stamp.
    public private(set) var count = 0
    /// µs.
    public private(set) var greatest = 0
    /// The median needs no more.
    private static let most = 100_000

    /// Nothing came yet.
    public init() {}

    /// A message took so many µs.
    public mutating func add(microseconds: Int) {
        count += 1
        sum += microseconds
        greatest = max(greatest, microseconds)
        if delays.count < Self.most { delays.append(microseconds) }
    }

    /// The middle one, in µs; of the first hundred thousand.
    public var median: Int { delays.isEmpty ? 0 : delays.sorted()[delays.count / 2] }
    /// µs.
    public var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

    /// For the player.
    public var text: String? {
        count == 0 ? nil : "from the kernel to Kanon \(median) µs (median), \(greatest) µs at most"
    }
}
