import Foundation

/// Many measurements of one thing: their order, their spread and a histogram.
struct Distribution: Codable {
    /// A bar of the histogram: how many lie from its begin to before its end.
    struct Bin: Codable {
        var begin: Double
        var end: Double
        var count: Int
    }

    /// What was measured.
    var name: String
    var unit: String
    var count: Int
    var least: Double
    var p50: Double
    var p90: Double
    var p99: Double
    var p999: Double
    var most: Double
    var mean: Double
    var deviation: Double
    var bins: [Bin]

    /// Nil where nothing was measured.
    init?(_ name: String, unit: String, _ values: [Double]) {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        /// The least value below or at which this share of all lie.
        func percentile(_ share: Double) -> Double { sorted[max(Int((share * Double(sorted.count)).rounded(.up)), 1) - 1] }
        self.name = name
        self.unit = unit
        count = sorted.count
        least = sorted[0]
        (p50, p90, p99, p999) = (percentile(0.5), percentile(0.9), percentile(0.99), percentile(0.999))
        most = sorted[sorted.count - 1]
        let mean = sorted.reduce(0, +) / Double(sorted.count)
        self.mean = mean
        deviation = (sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sorted.count)).squareRoot()
        bins = Self.bins(of: sorted, most: p999)
    }

    /// From the least to the most.
    var range: Double { most - least }

    /// Even steps from the least to `most`, and one bar for all that lies far beyond.
    private static func bins(of sorted: [Double], most: Double) -> [Bin] {
        let last = sorted[sorted.count - 1]
        let isFar = last - sorted[0] > 3 * (most - sorted[0])
        var borders = even(from: sorted[0], to: isFar ? most : last)
        if isFar { borders.append(last.nextUp) }
        var position = 0
        return zip(borders, borders.dropFirst()).map { begin, end in
            let first = position
            while position < sorted.count, sorted[position] < end { position += 1 }
            return Bin(begin: begin, end: end, count: position - first)
        }
    }

    /// About a dozen steps of a round number.
    private static func even(from least: Double, to most: Double) -> [Double] {
        let rough = max(most - least, 1e-3) / 12
        let power = pow(10, floor(log10(rough)))
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= rough * 0.999 } ?? rough
        let first = floor(least / step)
        let count = Int(floor(most / step) - first) + 2
        return (0..<count).map { (first + Double($0)) * step }
    }
}
