/// Some of the 16 lanes of a group, a bit each.
struct LaneSet: BitwiseCopyable {
    var bits: UInt16

    @inline(__always) @_noLocks @_noAllocation
    init(_ bits: UInt16) { self.bits = bits }

    /// The lanes that the mask holds.
    @inline(__always) @_noLocks @_noAllocation
    init(_ mask: ByteMask) {
        // Each byte keeps another bit, and a product gathers the eight in its highest byte.
        let halves = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
        // Most groups have none that is looked for.
        guard halves.x | halves.y != 0 else {
            bits = 0
            return
        }
        let low = ((halves.x & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) &>> 56
        let high = ((halves.y & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) &>> 56
        bits = UInt16(truncatingIfNeeded: low | high &<< 8)
    }

    /// Takes the lowest lane out.
    @inline(__always) @_noLocks @_noAllocation
    mutating func next() -> Int? {
        guard bits != 0 else { return nil }
        let lane = bits.trailingZeroBitCount
        bits &= bits &- 1
        return lane
    }
}
