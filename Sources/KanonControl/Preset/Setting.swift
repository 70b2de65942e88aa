import KanonEngine

/// One parameter set by hand: `filter.cutoff=1.2 kHz`.
public struct Setting: Sendable {
    /// What is set.
    public let parameter: Parameter
    /// To what, in the parameter's unit.
    public let value: Float

    /// Reads `key=value`. Messages begin with `option` and the argument: `--set filter.cutof=1 kHz: …`.
    public static func parse(_ argument: String, option: String = "--set") throws(Diagnostics) -> Setting {
        let place = Place.name("\(option) \(argument)")
        guard let sign = argument.firstIndex(of: "=") else {
            throw Diagnostics(place, "there is no =", allowed: "write it like filter.cutoff=1.2kHz")
        }
        let key = argument[..<sign].split(separator: " ").joined(separator: " ")
        let text = argument[argument.index(after: sign)...].split(separator: " ").joined(separator: " ")
        guard let parameter = Parameter.named(key) else {
            throw Diagnostics(
                place, "there is no parameter \(Tree.quote(key))", allowed: "kanon params lists them",
                suggestion: Nearest.name(to: key, among: Parameter.all.map(\.key)))
        }
        do {
            return Setting(parameter: parameter, value: try parameter.quantity.parse(text, key))
        } catch {
            throw Diagnostics(place, error)
        }
    }
}

extension Sound {
    /// Takes `setting` in. A macro moves its targets, as its knob would.
    public mutating func apply(_ setting: Setting) {
        self[setting.parameter.id] = setting.value
        guard setting.parameter.section == .knob else { return }
        for target in macros where ParameterID.knob(target.knob) == setting.parameter.id {
            self[target.parameter] = target.curve.travel(setting.value, from: target.low, to: target.high)
        }
    }
}
