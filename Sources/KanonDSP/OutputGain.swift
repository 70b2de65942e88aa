import KanonState

/// The player's volume and the width of the sound, behind the effects, for the frames `first ..< end` (0…16) of a cell.
@_noLocks @_noAllocation
public func applyOutputGain(
    _ part: UnsafePointer<PartControl>, first: Int, end: Int, left: UnsafeMutablePointer<Float>,
    right: UnsafeMutablePointer<Float>
) {
    for frame in first..<end {
        let gain = part.pointee.output + Float(frame) * part.pointee.outputStep
        let across = part.pointee.across + Float(frame) * part.pointee.acrossStep
        let (x, y) = (left[frame - first], right[frame - first])
        left[frame - first] = x * gain + y * across
        right[frame - first] = y * gain + x * across
    }
}
