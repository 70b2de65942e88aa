/// Something that was read, and where it stands.
struct Placed<Element> {
    let element: Element
    let place: Place

    init(_ element: Element, at place: Place) {
        self.element = element
        self.place = place
    }

    /// Its line, from 1.
    var line: Int { if case .text(_, let line, _) = place { line } else { 0 } }
}
