/// What is wrong with a piece of text, before it is known where the text stands.
struct Complaint: Error {
    var problem: String
    var allowed: String?
    var suggestion: String?

    init(_ problem: String, allowed: String? = nil, suggestion: String? = nil) {
        self.problem = problem
        self.allowed = allowed
        self.suggestion = suggestion
    }

    /// The complaint as a sentence about its subject: `preset cannot be "glas": there is no such preset`.
    func of(_ subject: String) -> Complaint { Complaint("\(subject): \(problem)", allowed: allowed, suggestion: suggestion) }

    /// `word` is none of `names`: lists them and finds the nearest.
    init(_ problem: String, word: String, names: [String]) {
        let list = names.count == 1 ? "allowed is \(names[0])" : "allowed are \(names.joined(separator: ", "))"
        self.init(problem, allowed: list, suggestion: Nearest.name(to: word, among: names))
    }
}
