/// Gathers system exclusive messages of up to 16 devices, in whatever pieces they come, and hands on those that are whole.
///
/// Real-time bytes may stand inside a message and are no part of it; any other status byte ends it as if it had never begun.
/// Source: MIDI 1.0 Detailed Specification, MIDI Association, 1996, "System exclusive messages".
struct SystemExclusive: ~Copyable {
    private let ring: Ring<UInt8>
    /// `longest` bytes a device.
    private let gathered: UnsafeMutablePointer<UInt8>
    /// The bytes of each device that are there; 0 where no message is under way.
    private var counts: InlineArray<16, Int> = InlineArray(repeating: 0)

    /// The longest message that is handed on, in bytes: every tuning message is shorter.
    static var longest: Int { 1024 }
    private static var ringBytes: Int { 8192 }
    static var byteCount: Int { 16 * longest + ringBytes + 2 * 64 }

    init(in arena: inout Arena) {
        ring = Ring(slots: arena.take(repeating: 0, count: Self.ringBytes), capacity: Self.ringBytes)
        gathered = arena.take(repeating: 0, count: 16 * Self.longest)
    }

    /// Takes the next byte of a device (0…15); whether it was the last of a message that resets the instrument. Messages for which
    /// there is no room are lost.
    @_noLocks @_noAllocation
    mutating func take(_ byte: UInt8, device: UInt8) -> Bool {
        let count = counts[Int(device & 15)]
        take(byte, Int(device & 15))
        guard byte == 0xF7, count > 0 else { return false }
        return ResetMessage.matches(gathered + Int(device & 15) * Self.longest, count: count + 1)
    }

    /// What a device has begun will have no end.
    @_noLocks @_noAllocation
    mutating func forget(device: UInt8) { counts[Int(device & 15)] = 0 }

    @_noLocks @_noAllocation
    private mutating func take(_ byte: UInt8, _ device: Int) {
        switch byte {
        case 0xF0:
            counts[device] = 0
            append(byte, device)
        case 0xF7 where counts[device] > 0:
            append(byte, device)
            _ = ring.push(gathered + device * Self.longest, count: counts[device])
            counts[device] = 0
        case 0xF8...0xFE: break
        case 0x80...0xFF: counts[device] = 0
        default: if counts[device] > 0 { append(byte, device) }
        }
    }

    @_noLocks @_noAllocation
    private mutating func append(_ byte: UInt8, _ device: Int) {
        guard counts[device] < Self.longest else {
            counts[device] = 0
            return
        }
        gathered[device * Self.longest + counts[device]] = byte
        counts[device] += 1
    }

    /// The next whole message. For the control thread.
    func next() -> [UInt8]? {
        guard ring.count > 0 else { return nil }
        var message: [UInt8] = []
        while let byte = ring.pop() {
            message.append(byte)
            if byte == 0xF7 { break }
        }
        return message
    }
}
