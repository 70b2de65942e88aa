/// Numbers without a pattern that come out the same in every run. D. H. Lehmer, 1951; multiplier of Steele and Vigna, 2021.
struct Lehmer {
    private var state: UInt64

    init(seed: UInt64) { state = seed | 1 }

    /// 0 ..< `count`.
    mutating func below(_ count: Int) -> Int {
        state &*= 0xD134_2543_DE82_EF95
        return Int(state >> 33) % count
    }

    /// Any 32 bits.
    mutating func word() -> UInt32 {
        state &*= 0xD134_2543_DE82_EF95
        return UInt32(truncatingIfNeeded: state >> 32)
    }

    /// Any 32 bits with a sign, of any size: small numbers are as frequent as large ones.
    mutating func signedWord() -> Int32 { Int32(bitPattern: word()) >> Int32(below(31)) }
}
