import KanonState

/// Passes a grid line: call once before the first frame of each cell, after the parameters in `part` were set for it.
///
/// `groups`: `count` groups. Groups without a voice cost one comparison.
@_noLocks @_noAllocation
public func passGridLine(_ groups: UnsafeMutablePointer<VoiceGroup>, count: Int, _ part: UnsafePointer<PartControl>) {
    for index in 0..<count where groups[index].active != 0 {
        passLine(groups + index, part)
    }
}

/// Renders the frames `first ..< end` (0…16) of the cell behind the last grid line.
///
/// Writes `end - first` samples to `left` and `right`. Every frame's result is the same however the cell is split.
@_noLocks @_noAllocation
public func renderCell(
    _ groups: UnsafeMutablePointer<VoiceGroup>, count: Int, _ part: UnsafePointer<PartControl>,
    steps: UnsafePointer<Float>, scratch: UnsafeMutablePointer<SIMD16<Float>>, first: Int, end: Int,
    left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>
) {
    let rows = scratch
    let frames = scratch + 16
    let leftSums = scratch + 32
    let rightSums = scratch + 48
    for frame in first..<end {
        leftSums[frame] = .zero
        rightSums[frame] = .zero
    }
    for index in 0..<count where groups[index].active != 0 {
        let group = groups + index
        if group.pointee.fresh | group.pointee.turned != 0 { takeUpNotes(group, part, frame: first) }
        drawOscillators(group, part, steps: steps, into: rows)
        transpose(rows, into: frames)
        filterAndMix(group, part, first: first, end: end, frames: frames, left: leftSums, right: rightSums)
    }
    for frame in first..<end {
        let k = Float(frame)
        left[frame - first] = total(leftSums[frame]) * (part.pointee.left + k * part.pointee.leftStep)
        right[frame - first] = total(rightSums[frame]) * (part.pointee.right + k * part.pointee.rightStep)
    }
}

/// The sum of 16 lanes, always in the same order.
@inline(__always) @_noLocks @_noAllocation
private func total(_ x: SIMD16<Float>) -> Float {
    let eight = x.lowHalf + x.highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
}
