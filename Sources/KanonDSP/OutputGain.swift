import KanonState

/// The player's volume, behind the effects, for the frames `first ..< end` (0…16) of a cell.
@_noLocks @_noAllocation
public func applyOutputGain(
    _ part: UnsafePointer<PartControl>, first: Int, end: Int, left: UnsafeMutablePointer<Float>,
    right: UnsafeMutablePointer<Float>
) {
    let gain = line(value: part.pointee.output, step: part.pointee.outputStep)
    if first == 0 && end == 16 {
        store(load(left) * gain, to: left)
        store(load(right) * gain, to: right)
        return
    }
    for frame in first..<end {
        left[frame - first] *= gain[frame]
        right[frame - first] *= gain[frame]
    }
}
