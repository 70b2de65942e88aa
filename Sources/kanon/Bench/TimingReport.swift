import Foundation

/// What a bench of times found, with where and how: for people, programs and later comparison.
struct TimingReport: Codable {
    /// `latency`, `jitter` or `wakeup`.
    var bench: String
    var machine = Machine.this
    /// Of the source tree it was built in, as git describes it; nil for an installed program.
    var commit = SourceTree.commit
    /// How often, on what.
    var setting: String
    /// How the threads were scheduled.
    var scheduling: [String]
    var distributions: [Distribution] = []
    /// What was only counted.
    var counts: [String: Int] = [:]
    /// What follows from the figures, for people.
    var remarks: [String] = []

    /// A file that `--json` wrote.
    static func load(_ path: String) throws -> TimingReport {
        try JSONDecoder().decode(TimingReport.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    }

    /// Where it was measured: a line.
    var bed: String { "\(machine.processor), \(machine.system)\(commit.map { ", commit \($0)" } ?? "")" }

    /// Prints it as text.
    func print() {
        Output.data(setting)
        Output.data("\(bed); \(scheduling.joined(separator: ", "))")
        for distribution in distributions {
            Output.data("")
            Output.data("\(distribution.name), \(distribution.unit): \(distribution.count) times")
            Output.table(
                [["least", "p50", "p90", "p99", "p99.9", "most", "mean", "deviation"], Self.figures(distribution)].map { row in
                    row.map { String(repeating: " ", count: max(9 - $0.count, 0)) + $0 }
                })
            TimingHistogram(distribution).lines.forEach(Output.data)
        }
        if !counts.isEmpty || !remarks.isEmpty { Output.data("") }
        for (name, count) in counts.sorted(by: { $0.key < $1.key }) { Output.data("\(name): \(count)") }
        remarks.forEach(Output.data)
    }

    static func figures(_ distribution: Distribution) -> [String] {
        [
            distribution.least, distribution.p50, distribution.p90, distribution.p99, distribution.p999, distribution.most,
            distribution.mean, distribution.deviation,
        ].map(number)
    }

    static func number(_ value: Double) -> String { String(format: abs(value) < 100 ? "%.2f" : "%.0f", value) }
}
