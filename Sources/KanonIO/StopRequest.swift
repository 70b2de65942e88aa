import Synchronization

/// The wish of a thread's owner that the thread ends.
final class StopRequest: Sendable {
    private let flag = Atomic<Bool>(false)
    private let wakeUp: WakeUp

    init() throws(IOFailure) { wakeUp = try WakeUp() }

    /// Whether the thread is to end. Relaxed: it stands for itself, or the descriptor orders it.
    var isMade: Bool { flag.load(ordering: .relaxed) }

    /// What to wait for; readable once it is made.
    var descriptor: Int32 { wakeUp.readable }

    /// Waits until it is made, at most this long; true when it is.
    func wait(milliseconds: Int32) -> Bool { wakeUp.wait(milliseconds: milliseconds) }

    /// Asks the thread to end.
    func make() {
        flag.store(true, ordering: .relaxed)
        wakeUp.signal()
    }
}
