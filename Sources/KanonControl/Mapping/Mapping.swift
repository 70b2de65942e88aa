import KanonEngine

/// A controller as its file describes it: what its knobs, pedal and keys mean.
public struct Mapping: Sendable {
    /// What players call it; the file's name where the file says nothing.
    public let name: String
    /// One line for a list; may be empty.
    public let description: String
    /// The devices it is meant for; nil for none in particular.
    public let match: DeviceMatch?
    /// The rules, as the engine takes them.
    public let controllers: ControllerMap
    /// The line on which each rule begins, from 1, in their order.
    public let ruleLines: [Int]
    /// The same of the buttons.
    public let buttonLines: [Int]

    /// Reads the text of a mapping that stands in `file`; the name is for messages only.
    public static func parse(_ text: String, file: String) throws(Diagnostics) -> Mapping {
        let tree = try Document.parse(text, file: file)
        try Header.check(tree, kind: "mapping")
        let findings = Findings()
        let mapping = MappingReader(findings: findings).read(tree, file: file)
        try findings.check()
        return mapping
    }

    /// Reads the mapping file at `path`.
    public static func load(path: String) throws(Diagnostics) -> Mapping {
        try parse(try TextFile.text(at: path), file: path)
    }
}
