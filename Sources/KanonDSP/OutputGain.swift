import KanonState

/// The player's volume, behind the effects, for the frames `first ..< end` (0…16) of a cell.
@_noLocks @_noAllocation
public func applyOutputGain(
    _ part: UnsafePointer<PartControl>, first: Int, end: Int, left: UnsafeMutablePointer<Float>,
    right: UnsafeMutablePointer<Float>
) {
    for frame in first..<end {
        let gain = part.pointee.output + Float(frame) * part.pointee.outputStep
        left[frame - first] *= gain
        right[frame - first] *= gain
    }
}
