/// A hash of samples to the last bit: FNV-1a of 64 bits, by Fowler, Noll and Vo (1991), over words of 32 bits instead of bytes.
struct BitHash {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Takes one more sample.
    mutating func add(_ sample: Float) { state = (state ^ UInt64(sample.bitPattern)) &* 0x0000_0100_0000_01B3 }

    /// 16 hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
