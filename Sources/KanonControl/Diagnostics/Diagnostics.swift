/// Everything found wrong with one file or argument, in the order of its text.
public struct Diagnostics: Error, Sendable, Hashable, CustomStringConvertible {
    /// The findings; never empty.
    public let list: [Diagnostic]
    /// The number of further findings, which are left out.
    public let more: Int

    /// The findings, sorted by their places; `more` were found and are not among them.
    public init(_ list: [Diagnostic], more: Int = 0) {
        self.more = more
        self.list = list.enumerated().sorted {
            $0.element.place.order(among: $0.offset) < $1.element.place.order(among: $1.offset)
        }
        .map(\.element)
    }

    /// A single finding.
    public init(_ place: Place, _ problem: String, allowed: String? = nil, suggestion: String? = nil) {
        self.init([Diagnostic(place, problem, allowed: allowed, suggestion: suggestion)])
    }

    /// A word that is none of `names`, which are told, with the nearest.
    public init(_ place: Place, _ problem: String, word: String, among names: [String]) {
        self.init(place, Complaint(problem, word: word, names: names))
    }

    init(_ place: Place, _ complaint: Complaint) { self.init([Diagnostic(place, complaint)]) }

    /// One line a finding, and one for those that are not told.
    public var description: String {
        let lines = list.map(\.description)
        guard more > 0, let file = list.first?.place.file else { return lines.joined(separator: "\n") }
        return (lines + ["\(file.printable): and \(more) more"]).joined(separator: "\n")
    }
}
