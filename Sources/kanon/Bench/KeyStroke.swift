/// A key that goes down or up at a frame of a block.
struct KeyStroke {
    /// The MIDI message.
    let bytes: [UInt8]
    let frame: Int

    /// `number`: one of 784 keys, 49 from C2 to C6 on each of 16 channels. Neighbours lie far apart, so that any few of them have
    /// the pitches of many.
    init(isDown: Bool = true, number: Int, frame: Int = 0) {
        bytes = [UInt8((isDown ? 0x90 : 0x80) + number / 49 % 16), UInt8(36 + (24 + number * 19) % 49), 100]
        self.frame = frame
    }

    /// Every key of `numbers` at once, at `frame`.
    static func all(_ numbers: Range<Int>, isDown: Bool = true, frame: Int = 0) -> [KeyStroke] {
        numbers.map { KeyStroke(isDown: isDown, number: $0, frame: frame) }
    }
}
