import KanonState

/// Passes a grid line: call once before the first frame of each cell, after the parameters in `part` were set for it.
///
/// `groups`: `count` groups. Groups without a voice cost one comparison. `memory`: `workspaceRowCount` rows, which must
/// stay as they are until the cell is rendered.
@_noLocks @_noAllocation
public func passGridLine(
    _ groups: UnsafeMutablePointer<VoiceGroup>, count: Int, _ part: UnsafePointer<PartControl>,
    memory: UnsafeMutablePointer<SIMD16<Float>>
) {
    for index in 0..<count where groups[index].active != 0 {
        passLine(groups + index, part, memory)
    }
}

/// Renders the frames `first ..< end` (0…16) of the cell behind the last grid line.
///
/// Writes `end - first` samples to `left` and `right`. Every frame's result is the same however the cell is split.
@_noLocks @_noAllocation
public func renderCell(
    _ groups: UnsafeMutablePointer<VoiceGroup>, count: Int, _ part: UnsafePointer<PartControl>,
    steps: UnsafePointer<Float>, memory: UnsafeMutablePointer<SIMD16<Float>>, first: Int, end: Int,
    left: UnsafeMutablePointer<Float>, right: UnsafeMutablePointer<Float>
) {
    let work = memory
    var isSounding = false
    for index in 0..<count where groups[index].active != 0 { isSounding = true }
    guard isSounding else {
        for frame in 0..<end - first {
            left[frame] = 0
            right[frame] = 0
        }
        return
    }
    for frame in first..<end {
        work.left[frame] = .zero
        work.right[frame] = .zero
    }
    for index in 0..<count where groups[index].active != 0 {
        let group = groups + index
        if group.pointee.fresh != 0 { group.pointee.isDrawn = false }
        if group.pointee.fresh | group.pointee.turned != 0 { takeUpNotes(group, part, work, frame: first) }
        renderGroup(group, part, steps: steps, first: first, end: end, work, frames: work.frames(ofGroup: index))
    }
    let leftGain = line(value: part.pointee.left, step: part.pointee.leftStep)
    store(totals(work.left) * leftGain, to: left, first: first, end: end)
    let rightGain = line(value: part.pointee.right, step: part.pointee.rightStep)
    store(totals(work.right) * rightGain, to: right, first: first, end: end)
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
