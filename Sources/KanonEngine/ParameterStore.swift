import Synchronization

/// The values that knobs, files and commands set, for any thread; a later value overwrites an earlier one.
///
/// A cell holds a value and the generation of the preset it was meant for. It counts only while that preset is the engine's
/// own, so that a whole preset takes effect at one frame and no knob turned after it is lost.
public struct ParameterStore: @unchecked Sendable {
    // SAFETY: points into the instrument's arena, which outlives every copy handed to a thread; only atomics are reached.
    private let cells: UnsafeMutablePointer<Atomic<UInt64>>
    private let generation: UnsafeMutablePointer<Atomic<UInt32>>
    private let writes: UnsafeMutablePointer<Atomic<UInt32>>

    /// Bytes of arena for one store.
    static let byteCount = ParameterID.cellCount * 8 + 3 * 64

    init(in arena: inout Arena) {
        cells = arena.take(Atomic<UInt64>.self, count: ParameterID.cellCount)
        for index in 0..<ParameterID.cellCount { (cells + index).initialize(to: Atomic(0)) }
        generation = arena.take(Atomic<UInt32>.self, count: 1)
        generation.initialize(to: Atomic(0))
        writes = arena.take(Atomic<UInt32>.self, count: 1)
        writes.initialize(to: Atomic(0))
    }

    /// Sets a parameter, in its unit, for the preset that was loaded last.
    @_noLocks @_noAllocation
    public func set(_ parameter: ParameterID, to value: Float) {
        let preset = UInt64(generation.pointee.load(ordering: .acquiring))
        let cell = preset &<< 32 | UInt64(value.bitPattern)
        cells[parameter.index].store(cell, ordering: .relaxed)
        // Releasing: who sees the new count sees the cell.
        writes.pointee.wrappingAdd(1, ordering: .releasing)
    }

    /// From here on values are meant for the preset `generation`. Control thread only.
    func open(generation new: UInt32) { generation.pointee.store(new, ordering: .releasing) }

    /// Changes with every write.
    var writeCount: UInt32 {
        @_noLocks @_noAllocation get { writes.pointee.load(ordering: .acquiring) }
    }

    /// Generation in the high half, the bits of a Float in the low.
    @_noLocks @_noAllocation
    func cell(_ index: Int) -> UInt64 { cells[index].load(ordering: .relaxed) }
}
