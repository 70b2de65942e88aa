/// A whole MIDI message of one to three bytes.
struct ShortMessage: BitwiseCopyable, Sendable {
    private(set) var bytes: InlineArray<3, UInt8> = InlineArray(repeating: 0)
    let count: Int

    /// A system reset.
    @_noLocks @_noAllocation
    init(systemReset: Void) {
        count = 1
        bytes[0] = 0xFF
    }

    /// Nil when `count` is not 1…3: system exclusive messages are not for the voices.
    @_noLocks @_noAllocation
    init?(_ source: UnsafePointer<UInt8>, count: Int) {
        guard (1...3).contains(count) else { return nil }
        self.count = count
        for index in 0..<count { bytes[index] = source[index] }
    }

    /// What it says; nil for what is not whole, or says nothing to an instrument.
    var message: MidiMessage? {
        @_noLocks @_noAllocation get {
            let status = bytes[0]
            if status >= 0xF8 { return count == 1 ? MidiMessage(realTime: status) : nil }
            guard status >= 0x80, status < 0xF0 else { return nil }
            let hasOne = status & 0xE0 == 0xC0
            guard count == (hasOne ? 2 : 3), (bytes[1] | bytes[2]) < 0x80 else { return nil }
            return MidiMessage(status: status, bytes[1], hasOne ? bytes[1] : bytes[2])
        }
    }

    /// Whether it is a system real-time message.
    var isRealTime: Bool {
        @_noLocks @_noAllocation get { bytes[0] >= 0xF8 }
    }

    /// Whether it must split the block at its exact frame: notes, pedals and mode messages.
    var splitsBlock: Bool {
        @_noLocks @_noAllocation get {
            switch bytes[0] & 0xF0 {
            case 0x80, 0x90: true
            case 0xB0: bytes[1] == 64 || bytes[1] >= 120
            default: bytes[0] == 0xFF
            }
        }
    }
}
