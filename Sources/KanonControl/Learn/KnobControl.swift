import KanonEngine

/// A control of a device, as its messages tell of it.
public struct KnobControl: Sendable, Hashable {
    /// How it says where it is.
    public enum Manner: Sendable, Hashable {
        /// It says where it stands.
        case absolute
        /// It says by how much it was turned.
        case relative(RelativeEncoding)
        /// It says that it is pressed.
        case button
    }

    /// The number of its device.
    public let device: UInt8
    /// The channel on which it came, 0…15.
    public let channel: UInt8
    /// What it sends.
    public let source: ControllerSource
    /// How.
    public var manner = Manner.absolute
    /// Whether it has no ends and counts down when it is turned to the right.
    public var isReversed = false

    init(device: UInt8, channel: UInt8, source: ControllerSource) {
        self.device = device
        self.channel = channel
        self.source = source
    }

    /// For the player: `a 7-bit controller, CC 21 on channel 1`.
    public var title: String {
        "\(kind), \(source.name) on channel \(channel + 1)"
    }

    private var kind: String {
        switch (manner, source) {
        case (.button, _): "a button"
        case (.relative(let encoding), _): "a knob without ends (\(encoding.rawValue)\(isReversed ? ", reversed" : ""))"
        case (.absolute, .pair): "a 14-bit controller"
        case (.absolute, .nonRegistered): "a non-registered parameter"
        case (.absolute, .bend): "a wheel"
        case (.absolute, _): "a 7-bit controller"
        }
    }
}
