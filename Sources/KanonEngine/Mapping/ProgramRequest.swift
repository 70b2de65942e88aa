import Synchronization

/// The program that MIDI asked for last, on its way to the control thread. A newer request takes the place of an older one.
public struct ProgramRequest: @unchecked Sendable {
    // SAFETY: points into the instrument's arena, which outlives every copy; only an atomic is reached.
    /// 0 when nothing was asked for, else 1 more than the program.
    private let cell: UnsafeMutablePointer<Atomic<UInt32>>

    init(in arena: inout Arena) {
        cell = arena.take(Atomic<UInt32>.self, count: 1)
        cell.initialize(to: Atomic(0))
    }

    // Relaxed: the request stands for itself; nothing else is read because of it.
    @_noLocks @_noAllocation
    func ask(for program: UInt8, bank: UInt16) {
        cell.pointee.store((UInt32(bank) &<< 7 | UInt32(program & 127)) &+ 1, ordering: .relaxed)
    }

    /// The newest request since the last call: 128 times the bank (0…16383) and the program (0…127). For the control thread.
    public func take() -> Int? {
        let asked = cell.pointee.exchange(0, ordering: .relaxed)
        return asked == 0 ? nil : Int(asked) - 1
    }
}
