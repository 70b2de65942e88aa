/// Collects what is wrong with a file while it is read to its end.
///
/// A class, so that the readers of nested parts write into one list; it never leaves the call that made it.
final class Findings {
    private(set) var list: [Diagnostic] = []

    func add(_ place: Place, _ complaint: Complaint) { list.append(Diagnostic(place, complaint)) }

    func add(_ place: Place, _ problem: String, allowed: String? = nil, suggestion: String? = nil) {
        list.append(Diagnostic(place, problem, allowed: allowed, suggestion: suggestion))
    }

    /// Throws everything found so far, if anything was.
    func check() throws(Diagnostics) {
        guard list.isEmpty else { throw Diagnostics(list) }
    }
}
