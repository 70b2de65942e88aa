/// Random numbers that are the same in every run.
public struct Dice: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Another sequence for every seed.
    public init(_ seed: Int) { state = UInt64(bitPattern: Int64(seed)) &* 0x9E37_79B9_7F4A_7C15 | 1 }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        // xorshift64*, G. Marsaglia, "Xorshift RNGs", 2003.
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }

    /// A whole number from 0 up to `bound`, without it.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

    /// A number from 0 up to 1, without it.
    public mutating func share() -> Float { Float(next() >> 40) * 0x1p-24 }
}
