/// Which devices said that they would be heard from at least every 300 ms, and when they last were.
struct ActiveSensing: BitwiseCopyable {
    private var heard: InlineArray<16, UInt64> = InlineArray(repeating: 0)
    /// A bit a device.
    private(set) var promised: UInt16 = 0

    /// After so many µs of silence a device that promised is taken for gone: the standard's 300 ms and a tenth.
    static var longestSilence: UInt64 {
        @_noLocks @_noAllocation get { 330_000 }
    }

    /// A message of `device` came at `time`, in µs.
    @inline(__always) @_noLocks @_noAllocation
    mutating func hear(device: UInt8, at time: UInt64) { heard[Int(device & 15)] = time }

    @_noLocks @_noAllocation
    mutating func promise(device: UInt8) { promised |= 1 &<< UInt16(device & 15) }

    @_noLocks @_noAllocation
    mutating func forget(device: UInt8) { promised &= ~(1 &<< UInt16(device & 15)) }

    /// A device that broke its promise, if there is one; it is released from it.
    @_noLocks @_noAllocation
    mutating func nextSilent(at time: UInt64) -> UInt8? {
        var left = promised
        while left != 0 {
            let device = UInt8(truncatingIfNeeded: left.trailingZeroBitCount)
            left &= left &- 1
            if time > heard[Int(device)] &+ ActiveSensing.longestSilence {
                forget(device: device)
                return device
            }
        }
        return nil
    }
}
