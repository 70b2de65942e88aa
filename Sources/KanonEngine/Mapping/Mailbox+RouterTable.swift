/// For the control thread alone.
extension Mailbox where Content == RouterTable {
    /// Sends a table; an older one that was not taken is freed.
    func post(_ table: UnsafePointer<RouterTable>) {
        if let old = send(table) { RouterTable.free(old) }
    }

    /// Frees what came back.
    func clear() {
        if let old = collect() { RouterTable.free(old) }
    }

    /// Frees all that is under way. When the router is gone.
    func empty() {
        clear()
        if let table = withdraw() { RouterTable.free(table) }
    }
}
