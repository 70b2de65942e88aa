/// Collects what is wrong with a file while it is read to its end: the first findings, and how many more there were.
///
/// A class, so that the readers of nested parts write into one list; it never leaves the call that made it.
final class Findings {
    /// Findings told of one file.
    static let most = 20

    private(set) var list: [Diagnostic] = []
    /// Found, but not told.
    private(set) var more = 0

    func add(_ place: Place, _ complaint: @autoclosure () -> Complaint) {
        // A text that nobody will read is not made: it costs more than finding the fault.
        if list.count < Self.most { list.append(Diagnostic(place, complaint())) } else { more += 1 }
    }

    func add(
        _ place: Place, _ problem: @autoclosure () -> String, allowed: @autoclosure () -> String? = nil,
        suggestion: @autoclosure () -> String? = nil
    ) {
        add(place, Complaint(problem(), allowed: allowed(), suggestion: suggestion()))
    }

    /// Throws everything found so far, if anything was.
    func check() throws(Diagnostics) {
        guard list.isEmpty else { throw Diagnostics(list, more: more) }
    }
}
