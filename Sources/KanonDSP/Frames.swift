/// The numbers 0…15: the frames of a cell.
@inline(__always) var frameNumbers: SIMD16<Float> {
    @_noLocks @_noAllocation get { SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }
}

/// The frames of a cell counted from their middle.
///
/// Not from the first: the optimiser peels lanes that are multiplied by 0 or 1, which costs a third of a cell without edges.
@inline(__always) var framesFromMiddle: SIMD16<Float> {
    @_noLocks @_noAllocation get {
        SIMD16(-7.5, -6.5, -5.5, -4.5, -3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5)
    }
}

/// The phases of 16 consecutive frames: `phase + k·increment + ramp·k(k−1)/2`, wrapping.
///
/// Where 32 bits are multiplied, 33 increments and 200 ramps are taken off and put on again, because the optimiser peels lanes multiplied by 0 or 1.
@inline(__always) @_noLocks @_noAllocation
func phases(_ phase: UInt32, _ increment: UInt32, _ ramp: Int32) -> SIMD16<UInt32> {
    let bend = UInt32(bitPattern: ramp)
    #if KANON_FMA
        let k = SIMD16<UInt32>(33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48)
        let pairs = SIMD16<UInt32>(200, 200, 201, 203, 206, 210, 215, 221, 228, 236, 245, 255, 266, 278, 291, 305)
        return SIMD16(repeating: phase &- 33 &* increment &- 200 &* bend) &+ k &* SIMD16(repeating: increment)
            &+ pairs &* SIMD16(repeating: bend)
    #else
        // There is no multiplication of 32 bits before SSE 4.1: four frames, put together, and what leads to the next four.
        let odd = SIMD4<UInt32>(0, .max, 0, .max)
        let upper = SIMD4<UInt32>(0, 0, .max, .max)
        let last = SIMD4<UInt32>(0, 0, 0, .max)
        let steps = SIMD4(repeating: increment)
        let bends = SIMD4(repeating: bend)
        let twoBends = bends &+ bends
        let first =
            SIMD4(repeating: phase) &+ (steps & odd) &+ ((steps &+ steps) & upper) &+ (bends & upper) &+ (twoBends & last)
        let more = bends &<< 4
        let way = SIMD4(repeating: 4 &* increment &+ 6 &* bend) &+ (((bends & odd) &+ (twoBends & upper)) &<< 2)
        let second = first &+ way
        let third = second &+ way &+ more
        let fourth = third &+ way &+ more &+ more
        return SIMD16(lowHalf: SIMD8(lowHalf: first, highHalf: second), highHalf: SIMD8(lowHalf: third, highHalf: fourth))
    #endif
}
