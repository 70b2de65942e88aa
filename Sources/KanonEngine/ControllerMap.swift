/// A mapping as the engine's readers take it: which controller moves which parameter, how keys and pedals feel.
public struct ControllerMap: Sendable {
    /// One controller moving one parameter.
    public struct Rule: Sendable, BitwiseCopyable {
        /// The controller's number, 0…127.
        public var controller: UInt8
        /// The channel it must come on, 0…15; nil for any.
        public var channel: UInt8?
        /// The parameter it moves.
        public var parameter: ParameterID
        /// The value at position 0; may be the greater one.
        public var low: Float
        /// The value at position 127.
        public var high: Float
        /// How the travel is spread between them.
        public var curve: ParameterCurve
        /// What it does after a preset change.
        public var takeover: Takeover

        /// A rule for `controller` (0…127) on `channel` (0…15, nil for any).
        public init(
            controller: UInt8, channel: UInt8?, parameter: ParameterID, low: Float, high: Float, curve: ParameterCurve,
            takeover: Takeover = .pickup
        ) {
            self.controller = controller
            self.channel = channel
            self.parameter = parameter
            self.low = low
            self.high = high
            self.curve = curve
            self.takeover = takeover
        }
    }

    /// The rules, in the order of the file.
    public var rules: [Rule] = []
    /// What each velocity a keyboard sends (the index, 0…127) counts as: 0…1.
    public var velocityLevels: [Float] = (0..<128).map { Float($0) / 127 }
    /// The one channel that is heard, 0…15; nil for all.
    public var channel: UInt8?
    /// The sustain pedal's value (0…127) from which it counts as down.
    public var pedalDown: UInt8 = 64
    /// The value below which it counts as up again.
    public var pedalUp: UInt8 = 64

    /// A map without rules.
    public init() {}
}
