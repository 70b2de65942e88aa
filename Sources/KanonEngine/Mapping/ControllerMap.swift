/// A mapping as the engine's readers take it: which controller moves which parameter, how keys and pedals feel.
public struct ControllerMap: Sendable, Equatable {
    /// One controller moving one parameter.
    public struct Rule: Sendable, Equatable, BitwiseCopyable {
        /// What it listens to.
        public var source: ControllerSource
        /// The channel it must come on, 0…15; nil for any.
        public var channel: UInt8?
        /// The parameter it moves.
        public var parameter: ParameterID
        /// How it moves it.
        public var gesture = Gesture.absolute
        /// The value at position 0; may be the greater one.
        public var low: Float
        /// The value at position 127.
        public var high: Float
        /// How the travel is spread between them.
        public var curve: ParameterCurve
        /// What a step of a relative or stepping gesture is: a share of the travel, or so many of the values of a parameter that
        /// counts; below 0 it goes down.
        public var step: Float
        /// The share of the travel at each end that counts as that end, below 0.5.
        public var dead: Float = 0
        /// The share of the travel around the middle that counts as the middle.
        public var center: Float = 0
        /// What it does after a preset change.
        public var takeover: Takeover

        /// A rule for `source` on `channel` (0…15, nil for any).
        public init(
            _ source: ControllerSource, channel: UInt8? = nil, parameter: ParameterID, low: Float, high: Float,
            curve: ParameterCurve, gesture: Gesture = .absolute, step: Float = 0.01, takeover: Takeover = .pickup
        ) {
            self.source = source
            self.channel = channel
            self.parameter = parameter
            self.gesture = gesture
            self.low = low
            self.high = high
            self.curve = curve
            self.step = step
            self.takeover = takeover
        }
    }

    /// One controller or key that does something when it is pressed.
    public struct Button: Sendable, Equatable {
        /// What it listens to.
        public var source: ControllerSource
        /// The channel it must come on, 0…15; nil for any.
        public var channel: UInt8?
        /// What it does.
        public var action: ButtonAction

        /// A button that is `source` on `channel` (0…15, nil for any).
        public init(_ source: ControllerSource, channel: UInt8? = nil, _ action: ButtonAction) {
            self.source = source
            self.channel = channel
            self.action = action
        }
    }

    /// The rules, in the order of the file.
    public var rules: [Rule] = []
    /// The buttons, in the order of the file.
    public var buttons: [Button] = []
    /// The zones of the keyboard; where there are none, every key sounds as it is.
    public var zones: [KeyZone] = []
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

    /// The same, of which only `channel` (0…15) is heard; nil leaves it to the map.
    func hearing(_ channel: UInt8?) -> ControllerMap {
        var map = self
        map.channel = channel ?? self.channel
        return map
    }
}
