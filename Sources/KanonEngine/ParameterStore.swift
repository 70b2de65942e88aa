import Synchronization

/// The values that knobs, files and commands set, for any thread; a later value overwrites an earlier one.
///
/// A cell holds a value and the generation of the preset it was meant for. It counts only while that preset is the engine's
/// own, so that a whole preset takes effect at one frame and no knob turned after it is lost.
public struct ParameterStore: @unchecked Sendable {
    // SAFETY: points into the instrument's arena, which outlives every copy handed to a thread; what changes is atomic.
    private let cells: UnsafeMutablePointer<Atomic<UInt64>>
    private let ranges: UnsafeMutablePointer<ClosedRange<Float>>
    private let opened: UnsafeMutablePointer<Atomic<UInt64>>
    /// The sections in which something was set, a bit each.
    private let written: UnsafeMutablePointer<Atomic<UInt32>>
    /// Where the audio thread has each parameter stand: the bits of a Float a cell.
    private let standing: UnsafeMutablePointer<Atomic<UInt32>>
    /// The generation of which `standing` tells.
    private let told: UnsafeMutablePointer<Atomic<UInt32>>

    /// What values are meant for.
    struct Opening: BitwiseCopyable {
        /// The preset or its edit.
        let generation: UInt32
        /// How many times another preset has followed: 0 while the first one plays, edited or not.
        let change: UInt32
    }

    /// The generations are 1 … 2²⁰ − 1, then 1 again.
    static let greatestGeneration: UInt32 = 0xF_FFFF

    /// Bytes of arena for one store.
    static let byteCount = ParameterID.cellCount * (12 + MemoryLayout<ClosedRange<Float>>.stride) + 6 * 64

    init(in arena: inout Arena) {
        cells = arena.take(Atomic<UInt64>.self, count: ParameterID.cellCount)
        for index in 0..<ParameterID.cellCount { (cells + index).initialize(to: Atomic(0)) }
        ranges = arena.take(repeating: 0...0, count: ParameterID.cellCount)
        for parameter in Parameter.all { ranges[parameter.id.index] = parameter.row.range }
        opened = arena.take(Atomic<UInt64>.self, count: 1)
        opened.initialize(to: Atomic(0))
        written = arena.take(Atomic<UInt32>.self, count: 1)
        written.initialize(to: Atomic(0))
        standing = arena.take(Atomic<UInt32>.self, count: ParameterID.cellCount)
        for index in 0..<ParameterID.cellCount { (standing + index).initialize(to: Atomic(0)) }
        told = arena.take(Atomic<UInt32>.self, count: 1)
        told.initialize(to: Atomic(0))
    }

    /// Sets a parameter, in its unit, for the preset that was loaded last. The value is kept within the parameter's range;
    /// one that is not a number is passed over.
    @_noLocks @_noAllocation
    public func set(_ parameter: ParameterID, to value: Float) { _ = set(parameter, to: value, change: nil) }

    /// The same, but nothing where `change` is not the newest preset change any more. Returns the value as it was taken.
    @_noLocks @_noAllocation
    func set(_ parameter: ParameterID, to value: Float, change: UInt32?) -> Float? {
        guard !value.isNaN else { return nil }
        let range = ranges[parameter.index]
        let bounded = min(max(value, range.lowerBound), range.upperBound)
        let cell = cells + parameter.index
        // Acquiring and releasing: who overwrites a cell knows the generation it was set for, so that a thread which stood
        // still while a preset was loaded cannot put an old value over a new one.
        var old = cell.pointee.load(ordering: .acquiring)
        while true {
            let opening = self.opening
            if let change, change != opening.change { return nil }
            let new = ((old &>> 52) &+ 1) &<< 52 | UInt64(opening.generation) &<< 32 | UInt64(bounded.bitPattern)
            let attempt = cell.pointee.compareExchange(expected: old, desired: new, ordering: .acquiringAndReleasing)
            if attempt.exchanged { break }
            old = attempt.original
        }
        // Releasing: who sees the bit sees the cell.
        let section = UInt32(truncatingIfNeeded: parameter.index / ParameterID.fieldsPerSection)
        written.pointee.bitwiseOr(1 &<< section, ordering: .releasing)
        return bounded
    }

    /// From here on values are meant for the preset `generation`; with `isChange` it is another than the one before, and knobs
    /// lose their hold. Control thread only.
    func open(generation: UInt32, isChange: Bool = false) {
        let change = opening.change &+ (isChange ? 1 : 0)
        // Both at once: who sees a change sees its generation.
        opened.pointee.store(UInt64(change) &<< 32 | UInt64(generation), ordering: .releasing)
    }

    /// What values are meant for now.
    var opening: Opening {
        @_noLocks @_noAllocation get {
            let both = opened.pointee.load(ordering: .acquiring)
            return Opening(generation: UInt32(truncatingIfNeeded: both), change: UInt32(truncatingIfNeeded: both &>> 32))
        }
    }

    /// A parameter stands at `value`, or is on its way there. For the audio thread.
    @_noLocks @_noAllocation
    func tell(_ index: Int, at value: Float) { standing[index].store(value.bitPattern, ordering: .relaxed) }

    /// Every parameter was told for the preset `generation`. For the audio thread.
    @_noLocks @_noAllocation
    func finishTelling(of generation: UInt32) {
        // Releasing: who sees the generation sees where its parameters stand.
        told.pointee.store(generation, ordering: .releasing)
    }

    /// Where a parameter stands; nil until the audio thread has the preset of `opening`.
    @_noLocks @_noAllocation
    func standing(_ parameter: ParameterID, in opening: Opening) -> Float? {
        guard told.pointee.load(ordering: .acquiring) == opening.generation else { return nil }
        return Float(bitPattern: standing[parameter.index].load(ordering: .relaxed))
    }

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
