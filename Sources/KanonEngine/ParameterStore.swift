import Synchronization

/// The values that knobs, files and commands set, for any thread; a later value overwrites an earlier one.
///
/// A cell holds a value and the generation of the preset it was meant for. It counts only while that preset is the engine's
/// own, so that a whole preset takes effect at one frame and no knob turned after it is lost.
public struct ParameterStore: @unchecked Sendable {
    // SAFETY: points into the instrument's arena, which outlives every copy handed to a thread; what changes is atomic.
    private let cells: UnsafeMutablePointer<Atomic<UInt64>>
    private let ranges: UnsafeMutablePointer<ClosedRange<Float>>
    private let generation: UnsafeMutablePointer<Atomic<UInt32>>
    /// The sections in which something was set, a bit each.
    private let written: UnsafeMutablePointer<Atomic<UInt32>>

    /// The generations are 1 … 2²⁰ − 1, then 1 again.
    static let greatestGeneration: UInt32 = 0xF_FFFF

    /// Bytes of arena for one store.
    static let byteCount = ParameterID.cellCount * (8 + MemoryLayout<ClosedRange<Float>>.stride) + 4 * 64

    init(in arena: inout Arena) {
        cells = arena.take(Atomic<UInt64>.self, count: ParameterID.cellCount)
        for index in 0..<ParameterID.cellCount { (cells + index).initialize(to: Atomic(0)) }
        ranges = arena.take(repeating: 0...0, count: ParameterID.cellCount)
        for parameter in Parameter.all { ranges[parameter.id.index] = parameter.row.range }
        generation = arena.take(Atomic<UInt32>.self, count: 1)
        generation.initialize(to: Atomic(0))
        written = arena.take(Atomic<UInt32>.self, count: 1)
        written.initialize(to: Atomic(0))
    }

    /// Sets a parameter, in its unit, for the preset that was loaded last. The value is kept within the parameter's range;
    /// one that is not a number is passed over.
    @_noLocks @_noAllocation
    public func set(_ parameter: ParameterID, to value: Float) {
        guard !value.isNaN else { return }
        let range = ranges[parameter.index]
        let bounded = min(max(value, range.lowerBound), range.upperBound)
        let cell = cells + parameter.index
        // Acquiring and releasing: who overwrites a cell knows the generation it was set for, so that a thread which stood
        // still while a preset was loaded cannot put an old value over a new one.
        var old = cell.pointee.load(ordering: .acquiring)
        while true {
            let preset = UInt64(generation.pointee.load(ordering: .acquiring))
            let new = ((old &>> 52) &+ 1) &<< 52 | preset &<< 32 | UInt64(bounded.bitPattern)
            let attempt = cell.pointee.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing)
            if attempt.exchanged { break }
            old = attempt.original
        }
        // Releasing: who sees the bit sees the cell.
        let section = UInt32(truncatingIfNeeded: parameter.index / ParameterID.fieldsPerSection)
        written.pointee.bitwiseOr(1 &<< section, ordering: .releasing)
    }

    /// From here on values are meant for the preset `generation`. Control thread only.
    func open(generation new: UInt32) { generation.pointee.store(new, ordering: .releasing) }

    /// The sections in which something was set since the last call, a bit each. For the audio thread.
    @_noLocks @_noAllocation
    func takeWritten() -> UInt32 {
        // Relaxed: a bit that is not seen yet is seen at the next line.
        guard written.pointee.load(ordering: .relaxed) != 0 else { return 0 }
        // Acquiring: the cells before the bits are visible.
        return written.pointee.exchange(0, ordering: .acquiring)
    }

    /// From the top: 12 bits that count the writes, so that the same value set again is seen; 20 bits of generation; the 32
    /// bits of a Float.
    @_noLocks @_noAllocation
    func cell(_ index: Int) -> UInt64 { cells[index].load(ordering: .relaxed) }

    /// The generation that a cell's value was meant for.
    @inline(__always) @_noLocks @_noAllocation
    static func generation(of cell: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: cell &>> 32) & 0xF_FFFF }
}
