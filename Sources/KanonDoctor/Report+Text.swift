import KanonControl

extension Report {
    /// For people, a finding a paragraph, printable but for the colours; `isColoured` is for terminals.
    public func text(isColoured: Bool) -> String {
        var lines: [String] = []
        for finding in findings {
            lines.append("\(Self.word(finding.verdict, isColoured)) \(finding.title): \(finding.says.printable)")
            if !finding.seen.isEmpty {
                lines.append("        " + finding.seen.map { "\($0.path.printable): \(Self.line($0.value))" }.joined(separator: "; "))
            }
            lines.append("        \(finding.why)")
            if finding.key == "wake-ups" { lines += histogram }
            for fix in finding.fixes {
                lines += fix.commands.map { "        fix: \($0)" }
                if let byHand = fix.byHand { lines.append("        \(byHand)") }
            }
        }
        lines.append("")
        lines += answers.map { "\($0.question) \($0.answer.printable)" }
        return lines.joined(separator: "\n")
    }

    private var histogram: [String] {
        let most = wakeUps.map(\.count).max() ?? 0
        return wakeUps.filter { $0.count > 0 }.map { bin in
            let bar = String(repeating: "#", count: max(bin.count * 40 / most, 1))
            return "        from \(Self.padded(bin.fromMicroseconds, 5)) µs \(Self.padded(bin.count, 7)) \(bar)"
        }
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        String(repeating: " ", count: max(width - String(number).count, 0)) + String(number)
    }

    /// At most so much of a value as fits a line.
    private static func line(_ value: String) -> String {
        let text = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return (text.count > 100 ? text.prefix(97) + "…" : text).printable
    }

    private static func word(_ verdict: Verdict, _ isColoured: Bool) -> String {
        let word = verdict.rawValue + String(repeating: " ", count: 7 - verdict.rawValue.count)
        guard isColoured else { return word }
        let colour =
            switch verdict {
            case .ok: 32
            case .warning: 33
            case .failure: 31
            case .unknown: 35
            }
        return "\u{1B}[\(colour)m\(word)\u{1B}[0m"
    }
}
