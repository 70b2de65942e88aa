/// How a knob without ends says which way it was turned, and by how many steps.
public enum RelativeEncoding: String, CaseIterable, Sendable, BitwiseCopyable {
    /// 1, 2, 3 … are up, 127, 126, 125 … down.
    case twosComplement = "twos-complement"
    /// 65, 66, 67 … are up, 63, 62, 61 … down.
    case offset64 = "offset-64"
    /// 1, 2, 3 … are up, 65, 66, 67 … down.
    case signBit = "sign-bit"

    /// The steps that `value` (0…127) stands for, down below 0.
    @_noLocks @_noAllocation
    public func steps(of value: UInt8) -> Int {
        let value = Int(value & 127)
        return switch self {
        case .twosComplement: value < 64 ? value : value - 128
        case .offset64: value - 64
        case .signBit: value < 64 ? value : 64 - value
        }
    }
}
