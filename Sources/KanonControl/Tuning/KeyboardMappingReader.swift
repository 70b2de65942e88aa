/// Reads a `.kbm` file to its end and collects what is wrong with it.
struct KeyboardMappingReader {
    private let file: String
    private var lines: ArraySlice<ScalaLine>
    /// The number of the last line.
    private let end: Int
    private let findings = Findings()
    private var mapping = KeyboardMapping()

    private static let mostDegrees = 65_536
    private static let unmapped = "x"

    init(_ text: String, file: String) {
        self.file = file
        let all = ScalaLine.lines(of: text)
        lines = all.filter { !$0.isBlank }[...]
        end = all.last?.number ?? 1
    }

    mutating func read() throws(Diagnostics) -> KeyboardMapping {
        mapping.size = try header("the size of the map", 0...Self.mostDegrees)
        let first = try header("the first key", 0...127)
        let last = try header("the last key", first...127)
        mapping.keys = first...last
        mapping.middleKey = try header("the middle key", 0...127)
        let reference = lines.first
        mapping.referenceKey = try header("the reference key", 0...127)
        mapping.referenceHertz = try header("the reference frequency") { line throws(Complaint) in
            try line.hertz("the reference frequency")
        }
        mapping.octaveDegree = try header("the degree of the octave", 0...Self.mostDegrees)
        readDegrees()
        try findings.check()
        if mapping.cents(of: mapping.referenceKey, in: .equal) == nil, let reference {
            throw Diagnostics(
                place(reference), "the reference key \(mapping.referenceKey) is unmapped",
                allowed: "a frequency can only be given for a key that plays a degree")
        }
        return mapping
    }

    private mutating func readDegrees() {
        while mapping.degrees.count < mapping.size, var line = lines.popFirst() {
            line.skipBlanks()
            if line.word.lowercased() == Self.unmapped {
                mapping.degrees.append(nil)
                continue
            }
            do throws(Complaint) {
                mapping.degrees.append(try line.whole("a degree", 0...Self.mostDegrees))
            } catch {
                mapping.degrees.append(nil)
                findings.add(
                    place(line),
                    Complaint(
                        error.problem, allowed: "allowed is a degree of the scale, 0 and up, or x for a key that is silent",
                        suggestion: Self.suggestion(for: line.word)))
            }
        }
        if let line = lines.first, mapping.size > 0 {
            findings.add(place(line), "a map of size \(mapping.size) has a further entry", allowed: "what is no entry begins with !")
        }
    }

    /// Other programs mark keys that are silent in other ways.
    private static func suggestion(for word: String) -> String? { ["-1", "-", "xx", "."].contains(word.lowercased()) ? unmapped : nil }

    private mutating func header(_ what: String, _ range: ClosedRange<Int>) throws(Diagnostics) -> Int {
        try header(what) { line throws(Complaint) in try line.whole(what, range) }
    }

    private mutating func header<Value>(
        _ what: String, _ read: (inout ScalaLine) throws(Complaint) -> Value
    ) throws(Diagnostics) -> Value {
        guard var line = lines.popFirst() else {
            throw Diagnostics(
                place(end, 1), "the file ends before \(what)",
                allowed: "size, first, last, middle and reference key, frequency and octave come first, a line each")
        }
        do throws(Complaint) {
            return try read(&line)
        } catch {
            throw Diagnostics(place(line), error)
        }
    }

    private func place(_ line: ScalaLine) -> Place { place(line.number, line.column) }
    private func place(_ line: Int, _ column: Int) -> Place { .text(file: file, line: line, column: column) }
}
