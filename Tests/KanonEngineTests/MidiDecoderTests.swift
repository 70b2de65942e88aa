import Testing

@testable import KanonEngine

struct MidiDecoderTests {
    /// Bytes and what they say.
    struct Vector: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var bytes: [UInt8]
        var messages: [MidiMessage]
    }

    static let vectors = [
        Vector(
            testDescription: "each kind of channel message",
            bytes: [
                0x81, 60, 3, 0x92, 61, 4, 0xA3, 62, 5, 0xB4, 7, 6, 0xC5, 9, 0xD6, 8, 0xE7, 1, 2,
            ],
            messages: [
                .noteOff(channel: 1, key: 60, velocity: 3), .noteOn(channel: 2, key: 61, velocity: 4),
                .keyPressure(channel: 3, key: 62, value: 5), .controlChange(channel: 4, controller: 7, value: 6),
                .programChange(channel: 5, program: 9), .channelPressure(channel: 6, value: 8),
                .pitchBend(channel: 7, value: 257),
            ]),
        Vector(
            testDescription: "running status",
            bytes: [0x90, 60, 1, 61, 2, 62, 3, 0xC0, 4, 5],
            messages: [
                .noteOn(channel: 0, key: 60, velocity: 1), .noteOn(channel: 0, key: 61, velocity: 2),
                .noteOn(channel: 0, key: 62, velocity: 3), .programChange(channel: 0, program: 4),
                .programChange(channel: 0, program: 5),
            ]),
        Vector(
            testDescription: "real-time bytes between all others",
            bytes: [0xF8, 0x90, 0xFE, 60, 0xFA, 1, 0xF9, 61, 0xFD, 2],
            messages: [
                .clock, .activeSensing, .clockStart, .noteOn(channel: 0, key: 60, velocity: 1), .noteOn(channel: 0, key: 61, velocity: 2),
            ]),
        Vector(
            testDescription: "a note-on of velocity 0 is a note-off",
            bytes: [0x9F, 60, 0],
            messages: [.noteOff(channel: 15, key: 60, velocity: 64)]),
        Vector(
            testDescription: "system exclusive passes, with real time inside, and ends running status",
            bytes: [0x90, 60, 1, 0xF0, 0x7E, 0xF8, 60, 61, 0xF7, 62, 2, 0x80, 60, 0],
            messages: [.noteOn(channel: 0, key: 60, velocity: 1), .clock, .noteOff(channel: 0, key: 60, velocity: 0)]),
        Vector(
            testDescription: "system exclusive cut short by a status byte",
            bytes: [0xF0, 1, 2, 3, 0x90, 60, 1],
            messages: [.noteOn(channel: 0, key: 60, velocity: 1)]),
        Vector(
            testDescription: "undefined system bytes end running status",
            bytes: [0x90, 60, 1, 0xF4, 60, 2, 0x90, 61, 3, 0xF5, 61, 4],
            messages: [.noteOn(channel: 0, key: 60, velocity: 1), .noteOn(channel: 0, key: 61, velocity: 3)]),
        Vector(
            testDescription: "system common messages and their data pass",
            bytes: [0xF2, 1, 2, 0xF1, 3, 0xF3, 4, 0xF6, 0xB0, 1, 2],
            messages: [.controlChange(channel: 0, controller: 1, value: 2)]),
        Vector(
            testDescription: "a message cut short by another",
            bytes: [0x90, 60, 0xB0, 1, 2, 0xE0, 5, 0x90, 61, 3],
            messages: [
                .controlChange(channel: 0, controller: 1, value: 2), .noteOn(channel: 0, key: 61, velocity: 3),
            ]),
        Vector(testDescription: "data without a status", bytes: [60, 1, 0, 127], messages: []),
        Vector(
            testDescription: "a system reset ends running status",
            bytes: [0x90, 60, 1, 61, 0xFF, 2, 62, 3],
            messages: [.noteOn(channel: 0, key: 60, velocity: 1), .systemReset]),
    ]

    @Test(arguments: vectors) func `says what the bytes say, however they are split`(vector: Vector) {
        for split in 0...vector.bytes.count {
            var decoder = MidiDecoder()
            var messages = vector.bytes[..<split].compactMap { decoder.next($0) }
            // A piece may wait anywhere in between: the decoder is a value.
            var later = decoder
            messages += vector.bytes[split...].compactMap { later.next($0) }
            #expect(messages == vector.messages)
        }
    }

    @Test func `keeps its numbers in range whatever comes`() {
        var dice = Dice(1)
        var decoder = MidiDecoder()
        var strays = 0
        for _ in 0..<100_000 {
            switch decoder.next(UInt8(truncatingIfNeeded: dice.next() >> 20)) {
            case .noteOn(let channel, let key, let velocity)?:
                if channel > 15 || key > 127 || velocity == 0 || velocity > 127 { strays += 1 }
            case .pitchBend(let channel, let value)?: if channel > 15 || value > 16_383 { strays += 1 }
            case .controlChange(let channel, let controller, let value)?:
                if channel > 15 || controller > 127 || value > 127 { strays += 1 }
            default: break
            }
        }
        #expect(strays == 0)
    }
}
