import KanonEngine

/// A rule as `kanon learn` writes it.
public struct KnobRule: Sendable {
    /// The control that was moved.
    public var control: KnobControl
    /// Whether it has to come on the channel on which it was seen.
    public var isForChannel = false
    /// What it moves.
    public let parameter: Parameter
    /// The ends of its travel; nil for the parameter's whole range.
    public var range: ClosedEnds?
    /// What it does after a preset change; nil for what a rule does that says nothing.
    public var takeover: Takeover?

    /// Two ends, the first of which may be the greater.
    public struct ClosedEnds: Sendable, Equatable {
        /// At the left end of the knob.
        public let low: Float
        /// At the right end.
        public let high: Float
    }

    /// A rule by which `control` moves `parameter`.
    public init(_ control: KnobControl, to parameter: Parameter) {
        self.control = control
        self.parameter = parameter
    }

    /// As it stands in a file: `{cc: 21, to: knob.1}`.
    public var text: String {
        var fields = [control.source.field]
        if isForChannel { fields.append("channel: \(control.channel + 1)") }
        switch control.manner {
        case .absolute: break
        case .relative(let encoding): fields.append("relative: \(encoding.rawValue)")
        case .button: fields.append("press: \(parameter.row.counts && !isSwitch ? "step" : "toggle")")
        }
        if control.isReversed { fields.append("step: \(parameter.row.counts ? "-1" : "-1 %")") }
        fields.append("to: \(parameter.key)")
        if let range {
            fields.append("range: [\(parameter.quantity.print(range.low)), \(parameter.quantity.print(range.high))]")
        }
        if let takeover { fields.append("takeover: \(takeover.rawValue)") }
        return "{\(fields.joined(separator: ", "))}"
    }

    /// Whether the parameter has two values.
    private var isSwitch: Bool { parameter.row.range.upperBound - parameter.row.range.lowerBound == 1 }

    /// The parameter called `key`.
    public static func parameter(_ key: String) throws(Diagnostics) -> Parameter {
        if let parameter = Parameter.named(key) { return parameter }
        throw Diagnostics(
            .name(key), "there is no such parameter", allowed: "kanon params lists them",
            suggestion: Nearest.name(to: key, among: Parameter.all.map(\.key)))
    }

    /// Reads `--range`: two values such as `200 Hz, 12 kHz`, in brackets or not.
    public static func range(_ text: String, of parameter: Parameter) throws(Diagnostics) -> ClosedEnds {
        let place = Place.name("--range \(text)")
        let parts = text.filter { $0 != "[" && $0 != "]" }.split(separator: ",").map {
            $0.split(separator: " ").joined(separator: " ")
        }
        guard parts.count == 2 else {
            let example = parameter.quantity.rangeText.replacing(" … ", with: ", ")
            throw Diagnostics(place, "a range has two ends", allowed: "write it like \"\(example)\"")
        }
        do throws(Complaint) {
            return ClosedEnds(
                low: try parameter.quantity.parse(parts[0], parameter.key), high: try parameter.quantity.parse(parts[1], parameter.key))
        } catch {
            throw Diagnostics(place, error)
        }
    }
}

extension ControllerSource {
    /// As files write it.
    var field: String {
        switch self {
        case .controller(let number): "cc: \(number)"
        case .pair(let number): "cc: \(number), bits: 14"
        case .nonRegistered(let number): "nrpn: \(number)"
        case .pressure: "from: pressure"
        case .bend: "from: bend"
        case .note(let key): "note: \(KeyName.print(Int(key)))"
        }
    }

    /// Whether a rule for `other` is a rule for the same control: one of its messages is of this one's.
    func overlaps(_ other: ControllerSource) -> Bool {
        self == other || !Set(controllers).isDisjoint(with: other.controllers)
    }

    private var controllers: [UInt8] {
        switch self {
        case .controller(let number): [number]
        case .pair(let number): [number, number + 32]
        default: []
        }
    }
}
