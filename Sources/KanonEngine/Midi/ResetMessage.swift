/// The system exclusive messages that put an instrument into the state in which a song may expect it: General MIDI's own, and
/// those of GS and XG, with which many songs begin.
public enum ResetMessage {
    /// Whether a message from F0 to F7 is one of them.
    public static func matches(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBufferPointer { $0.count > 5 && matches($0.baseAddress!, count: $0.count) }
    }

    /// The same of at least two bytes in memory.
    @_noLocks @_noAllocation
    static func matches(_ bytes: UnsafePointer<UInt8>, count: Int) -> Bool {
        switch (count, bytes[1]) {
        case (6, 0x7E): bytes[3] == 0x09 && (bytes[4] == 1 || bytes[4] == 3)
        case (11, 0x41): bytes[3] == 0x42 && bytes[4] == 0x12 && bytes[5] == 0x40 && bytes[6] == 0 && bytes[7] == 0x7F
        case (9, 0x43): bytes[3] == 0x4C && bytes[4] == 0 && bytes[5] == 0 && bytes[6] == 0x7E
        default: false
        }
    }
}
