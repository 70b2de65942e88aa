/// What a rule or a button of a mapping listens to.
public enum ControllerSource: Sendable, Hashable, BitwiseCopyable {
    /// A controller, 0…127, whose values are 0…127.
    case controller(UInt8)
    /// A controller, 0…31, whose values come in two parts: the second one's number is 32 more.
    case pair(UInt8)
    /// A non-registered parameter, 0…16383. Devices that send only the first part of its value are understood too.
    case nonRegistered(UInt16)
    /// The pressure of a whole channel.
    case pressure
    /// The pitch wheel, at rest in the middle.
    case bend
    /// A key, which is then no note.
    case note(UInt8)

    /// Sources that there are, all non-registered parameters counted as one.
    static var slotCount: Int {
        @_noLocks @_noAllocation get { 259 }
    }

    /// The number of the source, 0 ..< `slotCount`. Both kinds of a controller have the same.
    var slot: Int {
        @_noLocks @_noAllocation get {
            switch self {
            case .controller(let number), .pair(let number): Int(number & 127)
            case .note(let key): 128 + Int(key & 127)
            case .pressure: 256
            case .bend: 257
            case .nonRegistered: 258
            }
        }
    }

    /// A number of its own for every source, to compare.
    var code: UInt32 {
        @_noLocks @_noAllocation get {
            let slot = UInt32(truncatingIfNeeded: self.slot)
            return switch self {
            case .pair: slot | 1 &<< 9
            case .nonRegistered(let number): slot | UInt32(number) &<< 16
            default: slot
            }
        }
    }
}
