/// Numbers that one thread writes and another reads once the first was joined. Touched beforehand, so that no page is missing.
final class JoinedBuffer<Number: FixedWidthInteger & BitwiseCopyable>: @unchecked Sendable {
    // SAFETY: who writes is joined before anyone reads.
    let memory: UnsafeMutableBufferPointer<Number>

    init(count: Int) {
        memory = .allocate(capacity: count)
        memory.initialize(repeating: 0)
    }

    deinit { memory.deallocate() }
}
