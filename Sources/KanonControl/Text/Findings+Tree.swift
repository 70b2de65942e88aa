import KanonEngine

/// Reading a tree: each function gives the value, or writes down what is wrong and gives nil.
extension Findings {
    /// The text of `tree`, which is called `what` in messages.
    func text(_ tree: Tree, _ what: String, such example: String) -> String? {
        if case .text(let text) = tree.content, !text.isEmpty { return text }
        add(tree.place, "\(what) is \(tree.summary)", allowed: "write it like \(what): \(example)")
        return nil
    }

    /// A text that players are shown, such as a name: on one line, every character printable.
    func title(_ tree: Tree, _ what: String, such example: String) -> String? {
        text(tree, what, such: example)?.line.printable
    }

    /// The entries of a list.
    func list(_ tree: Tree, _ what: String, such example: @autoclosure () -> String) -> [Tree]? {
        if case .list(let list) = tree.content { return list }
        add(tree.place, "\(what) is \(tree.summary)", allowed: "write a list like \(example())")
        return nil
    }

    /// The entries of a map with keys among `keys`; others are errors.
    func entries(_ tree: Tree, _ what: String, keys: [String]) -> [Tree.Entry]? {
        guard case .map(let entries) = tree.content else {
            add(tree.place, Complaint("\(what) is \(tree.summary); write keys and values", word: "", names: keys))
            return nil
        }
        return entries.filter { entry in
            if keys.contains(entry.key) { return true }
            add(entry.place, Complaint("\(what) has no \(Tree.quote(entry.key))", word: entry.key, names: keys))
            return false
        }
    }

    /// The same, to look up.
    func fields(_ tree: Tree, _ what: String, keys: [String]) -> [String: Tree]? {
        entries(tree, what, keys: keys).map { entries in
            Dictionary(entries.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
        }
    }

    /// A value in the unit and range of `quantity`.
    func value(_ tree: Tree, _ quantity: Quantity, _ what: String) -> Float? {
        guard case .text(let text) = tree.content, !text.isEmpty else {
            add(tree.place, "\(what) is \(tree.summary)", allowed: quantity.allowed)
            return nil
        }
        do {
            return try quantity.parse(text, what)
        } catch {
            add(tree.place, error)
            return nil
        }
    }

    /// A whole number in `range`.
    func whole(_ tree: Tree, _ range: ClosedRange<Int>, _ what: String) -> Int? {
        let quantity = Quantity(unit: .steps, range: Float(range.lowerBound)...Float(range.upperBound))
        return value(tree, quantity, what).map { Int($0) }
    }

    /// One of `names`.
    func choice(_ tree: Tree, _ names: [String], _ what: String) -> Int? {
        let quantity = Quantity(unit: .choice(names), range: 0...Float(names.count - 1))
        return value(tree, quantity, what).map { Int($0) }
    }
}
