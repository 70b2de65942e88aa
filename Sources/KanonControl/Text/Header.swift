/// The line that says what a file is: `kanon: preset/1`.
enum Header {
    /// The key of that line.
    static let key = "kanon"
    private static let kinds = ["preset", "mapping", "setlist"]

    /// Makes sure that `tree` is a file of `kind` that this version reads. Nothing else is looked at before.
    static func check(_ tree: Tree, kind: String) throws(Diagnostics) {
        let begins = "a \(kind) begins with kanon: \(kind)/1"
        if case .text("") = tree.content { throw Diagnostics(tree.place, "the file is empty", allowed: begins) }
        guard case .map(let entries) = tree.content else {
            throw Diagnostics(tree.place, "the file is \(tree.summary)", allowed: begins)
        }
        guard let entry = entries.first(where: { $0.key == key }) else {
            throw Diagnostics(tree.place, "there is no \"kanon:\" line", allowed: begins)
        }
        guard case .text(let text) = entry.value.content else {
            throw Diagnostics(entry.value.place, "kanon is \(entry.value.summary)", allowed: begins)
        }
        let place = entry.value.place
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, kinds.contains(parts[0]), let version = Int(parts[1]), version > 0 else {
            let near = Nearest.name(to: text, among: ["\(kind)/1"])
            throw Diagnostics(place, "kanon cannot be \(Tree.quote(text))", allowed: begins, suggestion: near)
        }
        guard parts[0] == kind else {
            throw Diagnostics(place, "this is a \(parts[0])", allowed: begins)
        }
        guard version == 1 else {
            throw Diagnostics(place, "\(text) is newer than this Kanon", allowed: "it reads \(kind)/1")
        }
    }
}
