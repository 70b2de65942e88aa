/// The library's files of one kind as they were found at one moment: any number of names is looked up for the price of reading each
/// file once.
///
/// A class, as titles are read when the first name asks for them; it is used by one thread.
public final class Catalogue {
    /// The files, sorted by name.
    public let entries: [LibraryEntry]

    private let kind: String
    private let roots: [String]
    /// The title that a file gives itself; nil where it cannot be read.
    private let title: (String) -> String?
    /// By their names in lower case.
    private let paths: [String: String]
    private lazy var titles: [(title: String, path: String)] = entries.compactMap { entry in
        title(entry.path).map { ($0, entry.path) }
    }
    private lazy var titlePaths = Dictionary(titles.map { ($0.title.lowercased(), $0.path) }) { first, _ in first }

    init(_ kind: String, of roots: [String], _ entries: [LibraryEntry], title: @escaping (String) -> String?) {
        self.kind = kind
        self.roots = roots
        self.entries = entries
        self.title = title
        paths = Dictionary(entries.map { ($0.name.lowercased(), $0.path) }) { first, _ in first }
    }

    /// The path of the file called `name`: a path, a file's name without extension, or the title that a file gives itself.
    public func path(_ name: String) throws(Diagnostics) -> String {
        if let path = find(name) { return path }
        throw Diagnostics(.name(name), complaint(name))
    }

    /// The path of the file called `name`; nil where there is none.
    func find(_ name: String) -> String? {
        if Library.isPath(name) { return name }
        let wanted = name.lowercased()
        return paths[wanted] ?? titlePaths[wanted]
    }

    /// The complaint that there is no file called `name`.
    func complaint(_ name: String) -> Complaint {
        let there =
            switch entries.count {
            case 0: "none was found in \(roots.joined(separator: ", "))"
            case ...12: "there are \(entries.map(\.name).joined(separator: ", "))"
            default: "kanon \(kind) list names all \(entries.count)"
            }
        let near = Nearest.name(to: name, among: entries.map(\.name) + titles.map(\.title))
        return Complaint("there is no such \(kind)", allowed: there, suggestion: near)
    }
}
