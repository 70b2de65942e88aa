import Synchronization

/// What the MIDI thread has to tell the player.
public enum MidiNotice: Equatable, Sendable {
    /// A device, or another program, is connected now.
    case connected(MidiConnection)
    /// It is gone; its keys and pedals were let go.
    case disconnected(MidiConnection)
    /// It was not heard from as it had promised to be; its keys and pedals were let go.
    case silent(String)
    /// More came than could be held: everything was let go, as a release may be among what was lost.
    case overflow
    /// ALSA's sequencer is gone. Nothing more comes this way.
    case ended
}

/// Notices on their way from the MIDI thread, which must not allocate, to the control thread. What finds no room is lost:
/// it is for the eye alone.
struct MidiNoticeRing: ~Copyable, @unchecked Sendable {
    enum Kind: UInt8 {
        case connected, disconnected, silent, overflow, ended
    }

    struct Item: BitwiseCopyable {
        var kind: Kind
        var source: MidiSource
    }

    private static var capacity: Int { 64 }
    // SAFETY: one thread pushes, one pops, and each slot belongs to one side at a time.
    private let slots: UnsafeMutablePointer<Item>
    private let pushed = Atomic<Int>(0)
    private let popped = Atomic<Int>(0)

    init() {
        slots = .allocate(capacity: Self.capacity)
        slots.initialize(repeating: Item(kind: .ended, source: MidiSource()), count: Self.capacity)
    }

    deinit { slots.deallocate() }

    func push(_ kind: Kind, _ source: MidiSource = MidiSource()) {
        let position = pushed.load(ordering: .relaxed)
        // Acquiring: the slot was read before it is written again.
        guard position - popped.load(ordering: .acquiring) < Self.capacity else { return }
        slots[position % Self.capacity] = Item(kind: kind, source: source)
        // Releasing: who sees the new position sees the slot.
        pushed.store(position + 1, ordering: .releasing)
    }

    func pop() -> MidiNotice? {
        let position = popped.load(ordering: .relaxed)
        guard position < pushed.load(ordering: .acquiring) else { return nil }
        let item = slots[position % Self.capacity]
        popped.store(position + 1, ordering: .releasing)
        return switch item.kind {
        case .connected: .connected(MidiConnection(item.source))
        case .disconnected: .disconnected(MidiConnection(item.source))
        case .silent: .silent(item.source.name.text)
        case .overflow: .overflow
        case .ended: .ended
        }
    }
}
