/// The frames 1…11 frames before each of 16: `new` holds the 16, `old` the 16 before them.
///
/// Spelt out, so that they become shuffles: to store the frames and load them one float further on stalls the processor.
enum Earlier {
    @inline(__always) @_noLocks @_noAllocation
    static func by1(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[15], new[0], new[1], new[2], new[3], new[4], new[5], new[6],
            new[7], new[8], new[9], new[10], new[11], new[12], new[13], new[14])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by2(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[14], old[15], new[0], new[1], new[2], new[3], new[4], new[5],
            new[6], new[7], new[8], new[9], new[10], new[11], new[12], new[13])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by3(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[13], old[14], old[15], new[0], new[1], new[2], new[3], new[4],
            new[5], new[6], new[7], new[8], new[9], new[10], new[11], new[12])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by4(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[12], old[13], old[14], old[15], new[0], new[1], new[2], new[3],
            new[4], new[5], new[6], new[7], new[8], new[9], new[10], new[11])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by5(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[11], old[12], old[13], old[14], old[15], new[0], new[1], new[2],
            new[3], new[4], new[5], new[6], new[7], new[8], new[9], new[10])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by6(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[10], old[11], old[12], old[13], old[14], old[15], new[0], new[1],
            new[2], new[3], new[4], new[5], new[6], new[7], new[8], new[9])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by7(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[9], old[10], old[11], old[12], old[13], old[14], old[15], new[0],
            new[1], new[2], new[3], new[4], new[5], new[6], new[7], new[8])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by8(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[8], old[9], old[10], old[11], old[12], old[13], old[14], old[15],
            new[0], new[1], new[2], new[3], new[4], new[5], new[6], new[7])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by9(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[7], old[8], old[9], old[10], old[11], old[12], old[13], old[14],
            old[15], new[0], new[1], new[2], new[3], new[4], new[5], new[6])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by10(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[6], old[7], old[8], old[9], old[10], old[11], old[12], old[13],
            old[14], old[15], new[0], new[1], new[2], new[3], new[4], new[5])
    }

    @inline(__always) @_noLocks @_noAllocation
    static func by11(_ new: SIMD16<Float>, _ old: SIMD16<Float>) -> SIMD16<Float> {
        SIMD16(
            old[5], old[6], old[7], old[8], old[9], old[10], old[11], old[12],
            old[13], old[14], old[15], new[0], new[1], new[2], new[3], new[4])
    }
}
