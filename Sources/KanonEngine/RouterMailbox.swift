import Synchronization

/// The way of new tables to one router, and of old ones back. Neither side ever waits, and a router never sees a table that
/// was freed: it is the router that gives one back.
struct RouterMailbox: ~Copyable {
    private let arriving = Atomic<UnsafePointer<RouterTable>?>(nil)
    private let leaving = Atomic<UnsafePointer<RouterTable>?>(nil)

    /// Puts the newest table in the place of `table`, if one has come. For the router's thread.
    @_noLocks @_noAllocation
    func update(_ table: inout UnsafePointer<RouterTable>) {
        // Relaxed: what is not seen yet is seen at the next message.
        guard arriving.load(ordering: .relaxed) != nil, leaving.load(ordering: .relaxed) == nil,
            // Acquiring: the table is written before it is seen.
            let new = arriving.exchange(nil, ordering: .acquiring)
        else { return }
        // Releasing: nothing of the old table is read any more.
        leaving.store(table, ordering: .releasing)
        table = new
    }

    /// Sends a table; an older one that was not taken yet is freed. Control thread only.
    func send(_ table: UnsafePointer<RouterTable>) {
        if let old = arriving.exchange(table, ordering: .acquiringAndReleasing) { RouterTable.free(old) }
    }

    /// Frees what came back. Control thread only.
    func collect() {
        // Acquiring: the router has read it to the end.
        if let old = leaving.exchange(nil, ordering: .acquiring) { RouterTable.free(old) }
    }

    /// Frees all that is under way. When the router is gone.
    func empty() {
        collect()
        if let table = arriving.exchange(nil, ordering: .acquiring) { RouterTable.free(table) }
    }
}
