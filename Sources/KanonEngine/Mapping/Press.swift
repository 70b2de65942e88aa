/// A button as its messages tell of it: 64 and more is pressed.
struct Press: BitwiseCopyable {
    enum Phase: BitwiseCopyable { case down, up }

    private var last: UInt8 = 0

    /// What `value` (0…127) means; nil where nothing happened.
    ///
    /// Some devices never say that a button is let go: the same value again is another press. A pedal that passes through
    /// values on its way down is pressed once.
    @_noLocks @_noAllocation
    mutating func take(_ value: UInt8) -> Phase? {
        let before = last
        last = value
        if value >= 64 { return before < 64 || before == value ? .down : nil }
        return before >= 64 ? .up : nil
    }
}
