import Foundation
import KanonEngine

/// Reads a preset's tree; whatever is wrong goes to the findings.
struct PresetReader {
    let findings: Findings

    /// The sections of the table that a preset may set.
    static let sections = ParameterSection.allCases.filter { $0.belongsToPreset && $0 != .knob }
    private static let words = ["name", "description", "tags", "change", "lock"]
    private static let keys = [Header.key] + words + sections.map { "\($0)" } + ["modulation", "knobs"]

    func read(_ tree: Tree, file: String) -> Preset {
        let fields = findings.fields(tree, "a preset", keys: Self.keys) ?? [:]
        var sound = Sound()
        var others: [String] = []
        for section in Self.sections {
            if let tree = fields["\(section)"] {
                if section == .drawbars, case .text = tree.content {
                    readRegistration(tree, into: &sound)
                } else if section == .morph {
                    others = readMorph(tree, into: &sound)
                } else {
                    read(tree, section, into: &sound)
                }
            }
        }
        sound.modulations = fields["modulation"].map { ModulationReader(findings: findings).read($0) } ?? []
        if let tree = fields["change"] { sound.change = change(tree) }
        if let tree = fields["lock"] { sound.locked = LockReader(findings: findings).read(tree) }
        let knobs = fields["knobs"].map { KnobReader(findings: findings).read($0) } ?? Knob.standard
        sound.macros = knobs.flatMap(\.targets)
        for knob in knobs { sound[.knob(knob.number - 1)] = knob.position(in: sound) }
        return Preset(
            name: fields["name"].flatMap { findings.title($0, "name", such: "Glass") } ?? FileName.stem(file),
            description: fields["description"].flatMap { findings.title($0, "description", such: "A soft pad") } ?? "",
            tags: fields["tags"].map(tags) ?? [], knobs: knobs, sound: sound, others: others)
    }

    private func read(_ tree: Tree, _ section: ParameterSection, into sound: inout Sound) {
        let parameters = Parameter.all.filter { $0.section == section }
        for entry in findings.entries(tree, "\(section)", keys: parameters.map(\.row.name)) ?? [] {
            read(entry.key, entry.value, parameters, into: &sound)
        }
    }

    /// Where the sound is between this preset and others, and which these are.
    private func readMorph(_ tree: Tree, into sound: inout Sound) -> [String] {
        let parameters = Parameter.all.filter { $0.section == .morph }
        let example = "[choir, bells]"
        var others: [String] = []
        for entry in findings.entries(tree, "morph", keys: parameters.map(\.row.name) + ["with"]) ?? [] {
            guard entry.key == "with" else {
                read(entry.key, entry.value, parameters, into: &sound)
                continue
            }
            let list = findings.list(entry.value, "morph.with", such: example) ?? []
            others = list.compactMap { findings.text($0, "a preset of morph.with", such: "choir") }
            if list.count > Sound.maximumOthers {
                findings.add(entry.value.place, "morph.with has \(list.count) presets", allowed: "at most \(Sound.maximumOthers)")
            }
        }
        return others
    }

    private func read(_ key: String, _ tree: Tree, _ parameters: [Parameter], into sound: inout Sound) {
        guard let parameter = parameters.first(where: { $0.row.name == key }),
            let value = findings.value(tree, parameter.quantity, parameter.key)
        else { return }
        sound[parameter.id] = value
    }

    /// Drawbars as organists write them, `88 8000 001`: nine digits from 0 (in) to 8 (out), 3 dB a step.
    private func readRegistration(_ tree: Tree, into sound: inout Sound) {
        let digits = tree.digits
        guard digits.count == 9, digits.allSatisfy({ $0 <= 8 }) else {
            findings.add(
                tree.place, "drawbars cannot be \(tree.summary)",
                allowed: "write nine digits from 0 to 8 such as 888000000, or levels such as {1: -6 dB, 3: 0 dB}")
            return
        }
        for (index, digit) in digits.enumerated() {
            sound[ParameterID(section: ParameterSection.drawbars.rawValue, field: index)] =
                digit == 0 ? 0 : pow(10, Float(digit - 8) * 3 / 20)
        }
    }

    private func tags(_ tree: Tree) -> [String] {
        let example = "[pad, bright]"
        return (findings.list(tree, "tags", such: example) ?? []).compactMap { tag in
            if case .text(let text) = tag.content, !text.isEmpty { return text.line.printable }
            findings.add(tag.place, "a tag is \(tag.summary)", allowed: "write words like \(example)")
            return nil
        }
    }

    private func change(_ tree: Tree) -> SoundChange {
        var change = SoundChange()
        let fields = findings.fields(tree, "change", keys: ["rule", "time"]) ?? [:]
        let rules = SoundChange.Rule.allCases
        if let tree = fields["rule"], let index = findings.choice(tree, rules.map(\.rawValue), "change.rule") {
            change.rule = rules[index]
        }
        if let tree = fields["time"], let seconds = findings.value(tree, SoundChange.time, "change.time") {
            change.seconds = seconds
        }
        return change
    }
}
