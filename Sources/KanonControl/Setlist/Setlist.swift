/// The presets of an evening, each with the program number that a keyboard asks for it by.
///
/// What is added to the library or taken away changes none of the numbers.
public struct Setlist: Sendable {
    /// A preset and its program.
    public struct Slot: Sendable, Hashable {
        /// 128 times the bank, and the program as MIDI has it, 0…127.
        public let number: Int
        /// The preset, as the file names it.
        public let preset: String
        /// The preset's file.
        public let path: String

        /// As players count: `3`, or `bank 1, 3`.
        public var title: String { (number < 128 ? "" : "bank \(number / 128), ") + "\(number % 128 + 1)" }
    }

    /// Programs as players count them, through all banks.
    public static let programs = 1...128 * 16_384

    /// What players call it; the file's name where the file says nothing.
    public let name: String
    /// One line for a list; may be empty.
    public let description: String
    /// The slots, in the order in which the evening goes; never empty.
    public let slots: [Slot]

    /// Reads the text of a setlist that stands in `file`. Its presets are looked for in `library`, those that are paths beside the
    /// file; each must be there and be right.
    public static func parse(_ text: String, file: String, library: Library) throws(Diagnostics) -> Setlist {
        let tree = try Document.parse(text, file: file)
        try Header.check(tree, kind: "setlist")
        let findings = Findings()
        var reader = SetlistReader(findings: findings, library: library)
        let setlist = reader.read(tree, file: file)
        try findings.check()
        return setlist
    }

    /// Reads the setlist file at `path`.
    public static func load(path: String, library: Library) throws(Diagnostics) -> Setlist {
        try parse(try TextFile.text(at: path), file: path, library: library)
    }

    /// The index of the slot of a program, as players count through all banks, from 1.
    public func index(ofProgram program: Int) throws(Diagnostics) -> Int {
        guard Self.programs.contains(program) else {
            throw Diagnostics(
                .name("program \(program)"), "there is no such program", allowed: "allowed is 1 to \(Self.programs.upperBound)")
        }
        return try index(of: program - 1)
    }

    /// The index of the slot of a program, numbered as in `Slot`.
    public func index(of number: Int) throws(Diagnostics) -> Int {
        if let index = slots.firstIndex(where: { $0.number == number }) { return index }
        let asked = Slot(number: number, preset: "", path: "").title
        throw Diagnostics(
            .name("program \(asked)"), "\(name) has no such slot", allowed: "it has \(slots.map(\.title).joined(separator: ", "))")
    }
}
