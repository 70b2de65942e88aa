/// A preset as the engine takes it: a value for every parameter, and what the eight macros move.
public struct Sound: Sendable {
    /// What one macro does to one parameter.
    public struct MacroTarget: Sendable, BitwiseCopyable {
        /// The macro, 0…7.
        public var knob: Int
        /// The parameter it moves.
        public var parameter: ParameterID
        /// The value at the knob's lower end; may be the greater one.
        public var low: Float
        /// The value at the knob's upper end.
        public var high: Float
        /// How the travel is spread between them.
        public var curve: ParameterCurve

        /// A route from macro `knob` (0…7) to `parameter`.
        public init(knob: Int, parameter: ParameterID, low: Float, high: Float, curve: ParameterCurve) {
            self.knob = knob
            self.parameter = parameter
            self.low = low
            self.high = high
            self.curve = curve
        }
    }

    /// One way from a source through a second one to a parameter of the voices.
    public struct Modulation: Sendable, BitwiseCopyable {
        /// What moves it.
        public var source: ModulationInput
        /// What opens the way, if anything does.
        public var via: ModulationInput?
        /// What is moved: a parameter for which `Parameter.modulationUnit` is not nil.
        public var parameter: ParameterID
        /// What a full source adds, in the parameter's `modulationUnit`.
        public var amount: Float

        /// A way from `source` to `parameter`.
        public init(source: ModulationInput, via: ModulationInput? = nil, parameter: ParameterID, amount: Float) {
            self.source = source
            self.via = via
            self.parameter = parameter
            self.amount = amount
        }
    }

    /// One value a cell, `ParameterID.cellCount` of them.
    public private(set) var values: [Float]
    /// The macros' routes, at most `Sound.maximumMacroTargets`.
    public var macros: [MacroTarget]
    /// The modulations, at most `Sound.maximumModulations`: `slot.1` says how much there is of the first.
    public var modulations: [Modulation]

    /// How it follows another one.
    public var change = SoundChange()
    /// What keeps the value it has when this sound follows another one.
    public var locked: Set<ParameterID> = []

    /// The sounds that `morph.position` leads to, one after another: at most `Sound.maximumOthers`.
    public var others: [Sound] = []

    /// Sounds besides this one between which it may morph.
    public static let maximumOthers = 3

    /// Routes that all macros of a preset may have together.
    public static let maximumMacroTargets = 64

    /// Modulations that a preset may have.
    public static let maximumModulations = 8

    /// The sound in which every parameter has its default.
    public init() {
        values = [Float](repeating: 0, count: ParameterID.cellCount)
        macros = []
        modulations = []
        for parameter in Parameter.all { values[parameter.id.index] = parameter.row.initial }
    }

    /// The value of one parameter, in its unit.
    public subscript(_ id: ParameterID) -> Float {
        get { values[id.index] }
        set { values[id.index] = newValue }
    }
}
