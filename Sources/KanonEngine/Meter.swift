import Synchronization

/// What the audio thread counts, for anyone to read. Every counter only grows unless its comment says otherwise.
public struct Meter: @unchecked Sendable {
    /// What is counted.
    public enum Counter: Int, CaseIterable, Sendable {
        /// Frames rendered since the instrument was made.
        case frames
        /// Blocks rendered.
        case blocks
        /// Keys struck.
        case notes
        /// Voices that sound now; goes up and down.
        case voices
        /// Voices that had to end for a new note.
        case steals
        /// Voices that were ended because blocks took too long.
        case shedVoices
        /// The most voices that fit, as far as blocks have told; goes up and down.
        case fittingVoices
        /// What the block before took of its period, in thousandths, where that is measured; goes up and down.
        case load
        /// Events that came after their block and were played at once.
        case lateEvents
        /// Note-ons that found their ring full and were not played.
        case refusedEvents
        /// Frames that the recording lost because the writer was too slow.
        case lostFrames
        /// The audio thread's scheduling policy in the high half, its priority in the low; 0 before the first block.
        case scheduling
        /// 1 while the effects ring.
        case isRinging
        /// 1 while the master gain has faded to nothing.
        case isSilent
        /// The largest output since the meter was made or `takePeak` was called, the bits of a Float.
        case peak
    }

    // SAFETY: points into the instrument's arena, which outlives every copy; only atomics are reached.
    private let counters: UnsafeMutablePointer<Atomic<UInt64>>

    static let byteCount = Counter.allCases.count * 8 + 64

    init(in arena: inout Arena) {
        counters = arena.take(Atomic<UInt64>.self, count: Counter.allCases.count)
        for index in 0..<Counter.allCases.count { (counters + index).initialize(to: Atomic(0)) }
    }

    /// The counter's value now.
    public subscript(_ counter: Counter) -> UInt64 { counters[counter.rawValue].load(ordering: .relaxed) }

    /// The largest output (1 is full scale) since the last call.
    public func takePeak() -> Float {
        Float(bitPattern: UInt32(truncatingIfNeeded: counters[Counter.peak.rawValue].exchange(0, ordering: .relaxed)))
    }

    // Relaxed: each counter stands for itself; nothing else is read because of it.
    @_noLocks @_noAllocation
    func add(_ amount: Int, to counter: Counter) {
        counters[counter.rawValue].wrappingAdd(UInt64(amount), ordering: .relaxed)
    }

    @_noLocks @_noAllocation
    func set(_ counter: Counter, to value: UInt64) { counters[counter.rawValue].store(value, ordering: .relaxed) }

    /// Bits of floats above zero order as the floats do.
    @_noLocks @_noAllocation
    func raisePeak(to level: Float) {
        counters[Counter.peak.rawValue].max(UInt64(level.bitPattern), ordering: .relaxed)
    }
}
