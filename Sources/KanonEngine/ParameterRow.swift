/// One row of the parameter table: everything that is known of a parameter.
public struct ParameterRow: Sendable {
    /// The second half of the key: `cutoff` in `filter.cutoff`.
    public let name: String
    /// The allowed values, in `unit`; for a choice 0 up to the number of names minus one.
    public let range: ClosedRange<Float>
    /// What the number counts.
    public let unit: ParameterUnit
    /// How a knob's travel is spread over the range.
    public let curve: ParameterCurve
    /// The value where nothing else is said.
    public let initial: Float
    /// One line for the player.
    public let help: String
    /// How a new value is taken up while notes sound.
    public let transition: ParameterTransition
    /// The `VoiceTarget` that modulations move, if they can; of oscillators within one.
    let target: Int?

    init(
        _ name: String, _ range: ClosedRange<Float>, _ unit: ParameterUnit, _ curve: ParameterCurve = .linear,
        initial: Float, _ help: String, target: Int? = nil, _ transition: ParameterTransition = .ramped
    ) {
        self.name = name
        self.range = range
        self.unit = unit
        self.curve = curve
        self.initial = initial
        self.help = help
        self.target = target
        self.transition = transition
    }

    /// A row whose values are names.
    init(_ name: String, choices: [String], _ help: String, _ transition: ParameterTransition) {
        self.init(name, 0...Float(choices.count - 1), .choice(choices), initial: 0, help, transition)
    }

    /// Whether it has whole values only: names and numbers.
    public var counts: Bool {
        switch unit {
        case .choice, .steps: true
        default: false
        }
    }

    /// The time constant of the engine's glide to a new value; nil if it takes it at the next grid line.
    var glideSeconds: Double? {
        switch unit {
        // On the way from beats to none, which stands for a time, lie all the shortest.
        case .choice, .steps, .beats: nil
        // A leap of many octaves must not bend the wave within a turn of it.
        case .semitones, .ratio: 0.024
        default: ParameterState.glideSeconds
        }
    }
}
