/// One error of the user's, for the user: where, what is wrong, what is allowed and the nearest right word.
public struct Diagnostic: Sendable, Hashable, CustomStringConvertible {
    /// Where it stands.
    public let place: Place
    /// What is wrong.
    public let problem: String
    /// What would be right, if that can be said in a line.
    public let allowed: String?
    /// The right word that is nearest to what was written.
    public let suggestion: String?

    /// An error at `place`.
    public init(_ place: Place, _ problem: String, allowed: String? = nil, suggestion: String? = nil) {
        self.place = place
        self.problem = problem
        self.allowed = allowed
        self.suggestion = suggestion
    }

    init(_ place: Place, _ complaint: Complaint) {
        self.init(place, complaint.problem, allowed: complaint.allowed, suggestion: complaint.suggestion)
    }

    /// `file:line:column: what is wrong; what is allowed; did you mean NEAREST?`, on one line that may be shown as it is.
    public var description: String {
        var text = "\(place): \(problem)"
        if let allowed { text += "; \(allowed)" }
        if let suggestion { text += "; did you mean \(suggestion)?" }
        return text.printable
    }
}
