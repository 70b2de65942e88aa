import Foundation

/// A distribution as bars: in text, and as a drawing. Lengths go by the logarithm, so that one late time in a million is seen.
struct TimingHistogram {
    private let distribution: Distribution

    init(_ distribution: Distribution) { self.distribution = distribution }

    /// A line for each bar.
    var lines: [String] {
        let labels = distribution.bins.map(label)
        let width = labels.map(\.count).max() ?? 0
        return zip(distribution.bins, labels).map { bin, label in
            let bar = String(repeating: "▇", count: Int((share(bin.count) * 40).rounded()))
            return "  \(String(repeating: " ", count: width - label.count))\(label)  \(bar) \(bin.count)"
        }
    }

    /// The height of the drawing.
    var height: Int { 56 + 20 * distribution.bins.count }

    /// A group of an SVG drawing, 640 wide, from `top` down.
    func svg(top: Int) -> String {
        let title = "\(distribution.name), \(distribution.unit)"
        let figures = zip(["p50", "p99", "p99.9", "most"], [distribution.p50, distribution.p99, distribution.p999, distribution.most])
            .map { "\($0) \(TimingReport.number($1))" }.joined(separator: ", ")
        let bars = distribution.bins.enumerated().map { index, bin in
            let y = 40 + 20 * index
            return """
                <text x="130" y="\(y + 12)" text-anchor="end">\(label(bin))</text>
                <rect x="140" y="\(y)" width="\(Int(share(bin.count) * 420))" height="16" fill="#4477aa"/>
                <text x="\(148 + Int(share(bin.count) * 420))" y="\(y + 12)">\(bin.count)</text>
                """
        }
        return """
            <g transform="translate(0 \(top))">
            <text x="8" y="16" font-weight="bold">\(Self.escape(title))</text>
            <text x="8" y="32">\(distribution.count) times: \(figures)</text>
            \(bars.joined(separator: "\n"))
            </g>
            """
    }

    /// A whole drawing of several.
    static func drawing(_ report: TimingReport) -> String {
        var top = 44
        var groups: [String] = []
        for distribution in report.distributions {
            let histogram = TimingHistogram(distribution)
            groups.append(histogram.svg(top: top))
            top += histogram.height
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="640" height="\(top)" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <text x="8" y="18">\(escape("kanon bench \(report.bench): \(report.setting)"))</text>
            <text x="8" y="34" fill="#666">\(escape(report.bed))</text>
            \(groups.joined(separator: "\n"))
            </svg>

            """
    }

    private func label(_ bin: Distribution.Bin) -> String { "\(Self.border(bin.begin)) … \(Self.border(bin.end))" }

    private static func border(_ value: Double) -> String { String(format: "%g", (value * 1e6).rounded() / 1e6) }

    private func share(_ count: Int) -> Double {
        let most = distribution.bins.map(\.count).max() ?? 1
        return count == 0 ? 0 : log(Double(count) + 1) / log(Double(most) + 1)
    }

    private static func escape(_ text: String) -> String {
        text.replacingOccurrences(of: "&", with: "&amp;").replacingOccurrences(of: "<", with: "&lt;")
    }
}
