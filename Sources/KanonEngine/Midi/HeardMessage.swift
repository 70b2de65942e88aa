/// A message as an onlooker hears it: what it is, and which controls of a mapping it moves.
public struct HeardMessage: Sendable, Equatable {
    /// What came.
    public enum Content: Sendable, Equatable {
        /// What means something to the instrument.
        case message(MidiMessage)
        /// A system exclusive message from F0 to F7.
        case exclusive([UInt8])
        /// One that is longer than any that is read, of so many bytes.
        case longExclusive(byteCount: Int)
        /// A system common message, or a real-time one of which nothing comes.
        case other([UInt8])
    }

    /// A control that has moved.
    public struct Movement: Sendable, Equatable {
        /// What kind of value a control has sent.
        public enum Kind: Sendable, Equatable {
            /// 0…127.
            case sevenBits
            /// 0…16383.
            case fourteenBits
            /// A step up (1) or down (−1).
            case step
        }

        /// The control.
        public let source: ControllerSource
        /// What it sent.
        public let value: Int
        /// How it is to be read.
        public let kind: Kind
    }

    /// What came.
    public let content: Content
    /// The channel, 0…15; nil where it is for none.
    public internal(set) var channel: UInt8?
    /// The controls that it moves, the plainest first.
    public internal(set) var movements: [Movement] = []
    /// What the controller does by the standard.
    public internal(set) var function: ControllerFunction?
    /// The registered parameter that it sets, and to what: semitones, or a number of channels.
    public internal(set) var parameter: RegisteredParameter?
    /// The value of `parameter`.
    public internal(set) var parameterValue: Float?

    init(_ content: Content) { self.content = content }

    mutating func move(_ source: ControllerSource, _ value: some BinaryInteger, _ kind: Movement.Kind) {
        movements.append(Movement(source: source, value: Int(value), kind: kind))
    }
}
