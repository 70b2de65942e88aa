/// Where in a list that is sorted by their sources the elements of each source stand.
struct SourceIndex: Sendable {
    // SAFETY: written before any thread reads it, and freed when none does any more.
    private nonisolated(unsafe) let starts: UnsafeMutablePointer<Int32>

    /// Sorts `elements` by what `source` says of each, those of one source in their order.
    init<Element>(sorting elements: inout [Element], by source: (Element) -> ControllerSource) {
        starts = .allocate(capacity: ControllerSource.slotCount + 1)
        var sorted: [Element] = []
        for slot in 0..<ControllerSource.slotCount {
            (starts + slot).initialize(to: Int32(sorted.count))
            sorted += elements.filter { source($0).slot == slot }
        }
        (starts + ControllerSource.slotCount).initialize(to: Int32(sorted.count))
        elements = sorted
    }

    func deallocate() { starts.deallocate() }

    /// Elements of all sources.
    var count: Int {
        @_noLocks @_noAllocation get { Int(starts[ControllerSource.slotCount]) }
    }

    /// The positions of the elements of a source.
    @_noLocks @_noAllocation
    func range(of slot: Int) -> Range<Int> { Int(starts[slot])..<Int(starts[slot + 1]) }
}
