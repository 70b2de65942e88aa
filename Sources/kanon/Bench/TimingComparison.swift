import ArgumentParser

/// Two reports of the same bench, side by side.
struct TimingComparison {
    let before: TimingReport
    let after: TimingReport

    /// Two files that `--json` wrote.
    init(_ paths: [String]) throws {
        guard paths.count == 2 else { throw ValidationError("--compare takes two files that --json wrote.") }
        let reports = try paths.map { path in
            do {
                return try TimingReport.load(path)
            } catch {
                Output.say("\(path) is no result of kanon bench latency, jitter or wakeup --json.")
                throw ExitCode.failure
            }
        }
        guard reports[0].bench == reports[1].bench else {
            Output.say("\(paths[0]) is of kanon bench \(reports[0].bench) and \(paths[1]) of \(reports[1].bench): nothing to compare.")
            throw ExitCode.failure
        }
        (before, after) = (reports[0], reports[1])
    }

    func print() {
        Output.data("before: \(before.setting); \(before.bed)")
        Output.data("after:  \(after.setting); \(after.bed)")
        if before.machine != after.machine { Output.data("These are two machines: the figures say which is better, not which Kanon.") }
        for old in before.distributions {
            guard let new = after.distributions.first(where: { $0.name == old.name }) else { continue }
            Output.data("")
            Output.data("\(old.name), \(old.unit)")
            let rows = zip(zip(TimingReport.figures(old), TimingReport.figures(new)), Self.ratios(old, new))
            let names = ["least", "p50", "p90", "p99", "p99.9", "most", "mean", "deviation"]
            Output.table(
                [["", "before", "after", "ratio"]]
                    + zip(names, rows).map { name, row in [name, row.0.0, row.0.1, row.1] })
        }
        let names = Set(before.counts.keys).union(after.counts.keys).sorted()
        if !names.isEmpty {
            Output.data("")
            Output.table(names.map { [$0, before.counts[$0].map(String.init) ?? "", after.counts[$0].map(String.init) ?? ""] })
        }
    }

    private static func ratios(_ old: Distribution, _ new: Distribution) -> [String] {
        let pairs = [
            (old.least, new.least), (old.p50, new.p50), (old.p90, new.p90), (old.p99, new.p99), (old.p999, new.p999),
            (old.most, new.most), (old.mean, new.mean), (old.deviation, new.deviation),
        ]
        return pairs.map { $0.0 > 0 ? TimingReport.number($0.1 / $0.0) : "" }
    }
}
