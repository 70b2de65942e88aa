import KanonEngine

/// A sound as its file describes it.
public struct Preset: Sendable {
    /// What players call it; the file's name where the file says nothing.
    public let name: String
    /// One line for a list of sounds; may be empty.
    public let description: String
    /// Words to find it by.
    public let tags: [String]
    /// The macros that move something, in the order of their numbers.
    public let knobs: [Knob]
    /// The values and routes, as the engine takes them, and how it follows another. Knobs stand where its own values put them.
    public let sound: Sound

    /// The presets, by name or path, that `morph.position` leads to.
    public let others: [String]

    /// Reads the text of a preset that stands in `file`; the name is for messages only.
    public static func parse(_ text: String, file: String) throws(Diagnostics) -> Preset {
        let tree = try Document.parse(text, file: file)
        try Header.check(tree, kind: "preset")
        let findings = Findings()
        let preset = PresetReader(findings: findings).read(tree, file: file)
        try findings.check()
        return preset
    }

    /// Reads the preset file at `path`.
    public static func load(path: String) throws(Diagnostics) -> Preset {
        try parse(try TextFile.text(at: path), file: path)
    }
}
