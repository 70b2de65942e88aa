import KanonState

/// The player's volume and the width of the sound, behind the effects, for the frames `first ..< end` (0…16) of a cell.
@_noLocks @_noAllocation
public func applyOutputGain(
    _ part: UnsafePointer<PartControl>, first: Int, end: Int, left: UnsafeMutablePointer<Float>,
    right: UnsafeMutablePointer<Float>
) {
    let gain = line(value: part.pointee.output, step: part.pointee.outputStep)
    let across = line(value: part.pointee.across, step: part.pointee.acrossStep)
    if first == 0 && end == 16 {
        let (x, y) = (load(left), load(right))
        store(x * gain + y * across, to: left)
        store(y * gain + x * across, to: right)
        return
    }
    for frame in first..<end {
        let (x, y) = (left[frame - first], right[frame - first])
        left[frame - first] = x * gain[frame] + y * across[frame]
        right[frame - first] = y * gain[frame] + x * across[frame]
    }
}
