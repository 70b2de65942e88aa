/// Everything found wrong with one file or argument, in the order of its text.
public struct Diagnostics: Error, Sendable, Hashable, CustomStringConvertible {
    /// The findings; never empty.
    public let list: [Diagnostic]

    /// The findings, sorted by their places.
    public init(_ list: [Diagnostic]) {
        self.list = list.enumerated().sorted {
            $0.element.place.order(among: $0.offset) < $1.element.place.order(among: $1.offset)
        }
        .map(\.element)
    }

    /// A single finding.
    public init(_ place: Place, _ problem: String, allowed: String? = nil, suggestion: String? = nil) {
        list = [Diagnostic(place, problem, allowed: allowed, suggestion: suggestion)]
    }

    /// A word that is none of `names`, which are told, with the nearest.
    public init(_ place: Place, _ problem: String, word: String, among names: [String]) {
        self.init(place, Complaint(problem, word: word, names: names))
    }

    init(_ place: Place, _ complaint: Complaint) { list = [Diagnostic(place, complaint)] }

    /// One line a finding.
    public var description: String { list.map(\.description).joined(separator: "\n") }
}
