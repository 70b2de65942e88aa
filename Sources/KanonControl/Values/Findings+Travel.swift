import KanonEngine

/// What presets' and mappings' knobs have in common: a parameter, a range of it and a curve.
extension Findings {
    /// The parameter whose key `tree` holds, if it is one of `parameters`.
    func parameter(_ tree: Tree, _ what: String, among parameters: [Parameter]) -> Parameter? {
        guard let key = text(tree, what, such: "filter.cutoff") else { return nil }
        if let parameter = parameters.first(where: { $0.key == key }) { return parameter }
        guard Parameter.named(key) == nil else {
            add(
                tree.place, "\(what) cannot be \(Tree.quote(key))",
                allowed: "a preset's knob moves a parameter of the sound")
            return nil
        }
        add(
            tree.place, "\(what) cannot be \(Tree.quote(key))", allowed: "kanon params lists the parameters",
            suggestion: Nearest.name(to: key, among: parameters.map(\.key)))
        return nil
    }

    /// The two ends and the curve of a knob that moves `parameter`; without `range` the whole of it, without `curve` its own.
    func travel(
        of parameter: Parameter, range: Tree?, curve: Tree?, _ what: String
    ) -> (low: Float, high: Float, curve: ParameterCurve)? {
        var ends = (parameter.row.range.lowerBound, parameter.row.range.upperBound)
        if let range {
            func example() -> String { "[\(parameter.quantity.rangeText.replacing(" … ", with: ", "))]" }
            guard let list = list(range, "\(what).range", such: example()) else { return nil }
            guard list.count == 2 else {
                add(
                    range.place, "\(what).range has \(list.count == 1 ? "1 value" : "\(list.count) values")",
                    allowed: "write two like \(example())")
                return nil
            }
            let values = list.map { value($0, parameter.quantity, parameter.key) }
            guard let low = values[0], let high = values[1] else { return nil }
            ends = (low, high)
        }
        var shape = parameter.row.curve
        if let curve {
            guard let index = choice(curve, ParameterCurve.names, "\(what).curve") else { return nil }
            shape = ParameterCurve.allCases[index]
        }
        if shape == .exponential, min(ends.0, ends.1) <= 0 {
            // Only a curve that the file asks for can meet such a range: the table's exponential rows stay above zero.
            add(
                curve?.place ?? range?.place ?? .name(what),
                "\(what).curve exp cannot reach \(parameter.quantity.print(min(ends.0, ends.1)))",
                allowed: "a range above zero, or curve linear or squared")
            return nil
        }
        return (ends.0, ends.1, shape)
    }
}
