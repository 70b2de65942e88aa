import KanonEngine

/// Reads a preset's `lock:`, a list of parameters and of whole sections.
struct LockReader {
    let findings: Findings

    private static let example = "[filter.cutoff, reverb]"
    private static let parameters = Parameter.all.filter { PresetReader.sections.contains($0.section) }

    func read(_ tree: Tree) -> Set<ParameterID> {
        let list = findings.list(tree, "lock", such: Self.example) ?? []
        return Set(list.flatMap(locked).map(\.id))
    }

    private func locked(_ tree: Tree) -> [Parameter] {
        guard case .text(let name) = tree.content, !name.isEmpty else {
            findings.add(tree.place, "a lock is \(tree.summary)", allowed: "write parameters and sections like \(Self.example)")
            return []
        }
        let locked = Self.parameters.filter { $0.key == name || "\($0.section)" == name }
        if locked.isEmpty { findings.add(tree.place, Self.complaint(name)) }
        return locked
    }

    private static func complaint(_ name: String) -> Complaint {
        let problem = "lock cannot be \(Tree.quote(name))"
        switch Parameter.all.first(where: { $0.key == name || "\($0.section)" == name })?.section {
        case .player: return Complaint(problem, allowed: "the player's settings outlast every preset")
        case .knob: return Complaint(problem, allowed: "a knob stands where its sound puts it; name what it moves")
        default:
            let sections = PresetReader.sections.map { "\($0)" }
            return Complaint(
                problem, allowed: "kanon params lists the parameters, sections are \(sections.joined(separator: ", "))",
                suggestion: Nearest.name(to: name, among: sections + parameters.map(\.key)))
        }
    }
}

extension Sound {
    /// What is locked, as a preset's `lock:` lists it: sections that are locked as a whole by their names, else parameters.
    public var lockedNames: [String] {
        PresetReader.sections.flatMap { section in
            let all = Parameter.all.filter { $0.section == section }
            let locked = all.filter { self.locked.contains($0.id) }
            return locked.count == all.count ? ["\(section)"] : locked.map(\.key)
        }
    }
}
