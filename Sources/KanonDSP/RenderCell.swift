import KanonState

/// Passes a grid line: call once before the first frame of each cell, after `parts` were set for it.
///
/// `groups`: `count` groups. Groups without a voice cost one comparison. `parts`: those that groups play. `memory`:
/// `workspaceRowCount` rows, which must stay as they are until the cell is rendered.
@_noLocks @_noAllocation
public func passGridLine(
    _ groups: UnsafeMutablePointer<VoiceGroup>, count: Int, _ parts: UnsafePointer<PartControl>,
    memory: UnsafeMutablePointer<SIMD16<Float>>
) {
    for index in 0..<count where groups[index].active != 0 {
        passLine(groups + index, parts, memory)
    }
}

/// Renders the frames `first ..< end` (0…16) of the cell behind the last grid line.
///
/// Writes `end - first` samples to `left` and `right`. Every frame's result is the same however the cell is split.
@_noLocks @_noAllocation
public func renderCell(
    _ groups: UnsafeMutablePointer<VoiceGroup>, count: Int, _ parts: UnsafePointer<PartControl>,
    steps: UnsafePointer<Float>, memory: UnsafeMutablePointer<SIMD16<Float>>, first: Int, end: Int,
    left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>
) {
    // The parts that are played, a bit each.
    var used: UInt32 = 0
    for index in 0..<count where groups[index].active != 0 { used |= 1 &<< UInt32(truncatingIfNeeded: groups[index].part) }
    guard used != 0 else {
        for frame in 0..<end - first {
            left[frame] = 0
            right[frame] = 0
        }
        return
    }
    var isFirst = true
    while used != 0 {
        let part = parts + used.trailingZeroBitCount
        let number = UInt8(truncatingIfNeeded: used.trailingZeroBitCount)
        used &= used &- 1
        let work = memory
        for frame in first..<end {
            work.left[frame] = .zero
            work.right[frame] = .zero
        }
        for index in 0..<count where groups[index].active != 0 && groups[index].part == number {
            let group = groups + index
            if group.pointee.fresh != 0 { group.pointee.isDrawn = false }
            if group.pointee.fresh | group.pointee.turned != 0 { takeUpNotes(group, part, work, frame: first) }
            renderGroup(group, part, steps: steps, first: first, end: end, work, frames: work.frames(ofGroup: index))
        }
        let leftGain = line(value: part.pointee.left, step: part.pointee.leftStep)
        let rightGain = line(value: part.pointee.right, step: part.pointee.rightStep)
        if isFirst {
            store(totals(work.left) * leftGain, to: left, first: first, end: end)
            store(totals(work.right) * rightGain, to: right, first: first, end: end)
        } else {
            add(totals(work.left) * leftGain, to: left, first: first, end: end)
            add(totals(work.right) * rightGain, to: right, first: first, end: end)
        }
        isFirst = false
    }
}

@inline(__always) @_noLocks @_noAllocation
private func renderGroup(
    _ group: UnsafeMutablePointer<VoiceGroup>, _ part: UnsafePointer<PartControl>, steps: UnsafePointer<Float>,
    first: Int, end: Int, _ work: Workspace, frames: UnsafeMutablePointer<SIMD16<Float>>
) {
    // Oscillators are drawn once a cell, and again only where a note begins within it.
    if !group.pointee.isDrawn {
        drawOscillators(group, part, steps: steps, work, into: frames)
        group.pointee.isDrawn = true
    }
    filterAndMix(group, part, first: first, end: end, work, frames: frames)
}
