/// Reads a `.scl` file to its end and collects what is wrong with it.
struct ScaleReader {
    private let file: String
    private var lines: ArraySlice<ScalaLine>
    /// The number of the last line.
    private let end: Int
    private let findings = Findings()

    private static let mostDegrees = 65_536

    init(_ text: String, file: String) {
        self.file = file
        let all = ScalaLine.lines(of: text)
        lines = all[...]
        end = all.last?.number ?? 1
    }

    mutating func read() throws(Diagnostics) -> Scale {
        // An empty line is a description too.
        guard let description = lines.popFirst()?.text else {
            throw Diagnostics(place(end, 1), "there is no description", allowed: "the first line that is no comment describes the scale")
        }
        skipBlankLines()
        guard var line = lines.popFirst() else {
            throw Diagnostics(place(end, 1), "the file ends before the number of notes", allowed: "it follows the description")
        }
        let count: Int
        do throws(Complaint) {
            count = try line.whole("the number of notes", 0...Self.mostDegrees)
        } catch {
            throw Diagnostics(place(line), error)
        }
        let cents = readPitches(count, countLine: line)
        refuseMore(than: count)
        try findings.check()
        return Scale(description: description, cents: cents)
    }

    private mutating func readPitches(_ count: Int, countLine: ScalaLine) -> [Double] {
        var cents: [Double] = []
        for read in 0..<count {
            skipBlankLines()
            guard var line = lines.popFirst() else {
                findings.add(
                    place(countLine.number, 1), "\(count) notes are announced, but \(read) follow",
                    allowed: "the first note, 1/1, is not counted")
                return cents
            }
            do throws(Complaint) {
                cents.append(try line.pitch())
            } catch {
                findings.add(place(line), error)
            }
        }
        return cents
    }

    /// What stands behind the last pitch is ignored, but not a further pitch.
    private func refuseMore(than count: Int) {
        for var line in lines where !line.isBlank {
            guard (try? line.pitch()) != nil, line.isAtEnd else { continue }
            findings.add(
                place(line.number, 1), "here is a further note", allowed: "\(count) were announced; what is no note begins with !")
            return
        }
    }

    private mutating func skipBlankLines() { while lines.first?.isBlank == true { lines.removeFirst() } }

    private func place(_ line: ScalaLine) -> Place { place(line.number, line.column) }
    private func place(_ line: Int, _ column: Int) -> Place { .text(file: file, line: line, column: column) }
}
