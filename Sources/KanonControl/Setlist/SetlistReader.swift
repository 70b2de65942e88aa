import Foundation

/// Reads a setlist's tree; whatever is wrong goes to the findings.
struct SetlistReader {
    private let findings: Findings
    private let presets: Catalogue
    /// The errors of the presets read so far, by file; nil for one without errors.
    private var wrong: [String: Diagnostic?] = [:]
    /// The presets of the programs so far.
    private var taken: [Int: String] = [:]

    private static let keys = [Header.key, "name", "description", "presets"]
    private static let example = "{program: 1, preset: glass}"

    init(findings: Findings, library: Library) {
        self.findings = findings
        presets = library.presetCatalogue
    }

    mutating func read(_ tree: Tree, file: String) -> Setlist {
        let fields = findings.fields(tree, "a setlist", keys: Self.keys) ?? [:]
        var slots: [Setlist.Slot] = []
        if let presets = fields["presets"] {
            let list = findings.list(presets, "presets", such: "- \(Self.example)") ?? []
            if case .list = presets.content, list.isEmpty {
                findings.add(presets.place, "there are no presets", allowed: "write - \(Self.example)")
            }
            for item in list { slot(item, file: file, among: &slots) }
        } else {
            findings.add(tree.place, "a setlist has no presets", allowed: "write presets: and below it - \(Self.example)")
        }
        return Setlist(
            name: fields["name"].flatMap { findings.title($0, "name", such: "Tonight") } ?? FileName.stem(file),
            description: fields["description"].flatMap { findings.title($0, "description", such: "Two sets and an encore") } ?? "",
            slots: slots)
    }

    private mutating func slot(_ tree: Tree, file: String, among slots: inout [Setlist.Slot]) {
        guard let fields = findings.fields(tree, "a slot", keys: ["program", "bank", "preset"]) else { return }
        for key in ["program", "preset"] where fields[key] == nil {
            findings.add(tree.place, "a slot has no \(key)", allowed: "write it like \(Self.example)")
        }
        let number = findings.program(fields)
        let preset = fields["preset"].flatMap { findings.text($0, "preset", such: "glass") }
        guard let number, let preset, let path = path(of: preset, at: fields["preset"]!.place, file: file) else { return }
        let slot = Setlist.Slot(number: number, preset: preset, path: path)
        if let other = taken[number] {
            findings.add(
                fields["program"]!.place, "program \(slot.title) is \(Tree.quote(other)) already",
                allowed: "each stands for one preset")
        } else {
            taken[number] = preset
            slots.append(slot)
        }
    }

    /// The preset's file; nil, and a finding, where there is none or it is wrong.
    private mutating func path(of preset: String, at place: Place, file: String) -> String? {
        let name = beside(file, preset)
        guard let path = presets.find(name) else {
            findings.add(place, presets.complaint(name).of("preset cannot be \(Tree.quote(preset))"))
            return nil
        }
        guard let first = fault(of: path) else { return path }
        if case .name = first.place {
            findings.add(
                place, "preset cannot be \(Tree.quote(preset)): \(first.problem)", allowed: first.allowed, suggestion: first.suggestion)
        } else {
            findings.add(
                place, "preset \(Tree.quote(preset)) is wrong (\(first.place): \(first.problem))",
                allowed: "kanon preset check \(preset) says more")
        }
        return nil
    }

    /// The errors of the preset at `path`; each file is read once.
    private mutating func fault(of path: String) -> Diagnostic? {
        let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        if let known = wrong[file] { return known }
        var fault: Diagnostic?
        do throws(Diagnostics) { _ = try Preset.load(path: path) } catch { fault = error.list[0] }
        wrong[file] = .some(fault)
        return fault
    }

    private func beside(_ file: String, _ name: String) -> String {
        guard Library.isPath(name), !name.hasPrefix("/"), let slash = file.lastIndex(of: "/") else { return name }
        return file[...slash] + name
    }
}
