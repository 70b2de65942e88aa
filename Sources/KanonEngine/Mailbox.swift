import Synchronization

/// The way of the newest of something to the one thread that uses it, and of what it replaces back. Neither side ever waits, and
/// what is used is never freed: the user gives it back.
struct Mailbox<Content>: ~Copyable {
    private let arriving = Atomic<UnsafePointer<Content>?>(nil)
    private let leaving = Atomic<UnsafePointer<Content>?>(nil)

    /// Whether something new can be taken. For the user's thread.
    @inline(__always)
    var isFull: Bool {
        // Relaxed: what is not seen yet is seen the next time.
        arriving.load(ordering: .relaxed) != nil && leaving.load(ordering: .relaxed) == nil
    }

    /// The newest, if one has come and there is room for what it replaces. For the user's thread.
    @inline(__always)
    func take() -> UnsafePointer<Content>? {
        // Acquiring: it is written before it is seen.
        isFull ? arriving.exchange(nil, ordering: .acquiring) : nil
    }

    /// Gives back what was replaced by what was taken. For the user's thread.
    @inline(__always)
    func giveBack(_ old: UnsafePointer<Content>) {
        // Releasing: nothing of it is read any more.
        leaving.store(old, ordering: .releasing)
    }

    /// Sends something; what was sent before and not taken comes back, to be freed. Control thread only.
    func send(_ new: UnsafePointer<Content>) -> UnsafePointer<Content>? {
        arriving.exchange(new, ordering: .acquiringAndReleasing)
    }

    /// What the user gave back, to be freed. Control thread only.
    func collect() -> UnsafePointer<Content>? {
        // Acquiring: the user has read it to the end.
        leaving.exchange(nil, ordering: .acquiring)
    }

    /// What was sent and not taken, to be freed. When the user is gone.
    func withdraw() -> UnsafePointer<Content>? { arriving.exchange(nil, ordering: .acquiring) }
}
