import KanonEngine
import Testing

@testable import KanonControl

struct UniversalMessageTests {
    struct Message: Sendable {
        let bytes: [UInt8]
        let meaning: UniversalMessage?

        init(_ bytes: [UInt8], _ meaning: UniversalMessage?) {
            self.bytes = bytes
            self.meaning = meaning
        }
    }

    static let messages = [
        Message([0xF0, 0x7E, 0x7F, 0x06, 0x01, 0xF7], .identityRequest),
        Message([0xF0, 0x7F, 0x7F, 0x04, 0x01, 0x7F, 0x7F, 0xF7], .volume(1)),
        Message([0xF0, 0x7F, 0x00, 0x04, 0x01, 0x00, 0x00, 0xF7], .volume(0)),
        Message([0xF0, 0x7F, 0x7F, 0x04, 0x03, 0x00, 0x40, 0xF7], .fineTuning(cents: 0)),
        Message([0xF0, 0x7F, 0x7F, 0x04, 0x03, 0x00, 0x00, 0xF7], .fineTuning(cents: -100)),
        Message([0xF0, 0x7F, 0x7F, 0x04, 0x04, 0x00, 0x40, 0xF7], .coarseTuning(semitones: 0)),
        Message([0xF0, 0x7F, 0x7F, 0x04, 0x04, 0x00, 0x34, 0xF7], .coarseTuning(semitones: -12)),
        Message([0xF0, 0x7E, 0x7F, 0x09, 0x01, 0xF7], .reset),
        Message([0xF0, 0x41, 0x10, 0x42, 0x12, 0x40, 0x00, 0x7F, 0x00, 0x41, 0xF7], .reset),
        Message([0xF0, 0x7E, 0x7F, 0x09, 0x02, 0xF7], nil),
        Message([0xF0, 0x7F, 0x7F, 0x04, 0x01, 0x7F, 0xF7], nil),
        Message([0xF0, 0xF7], nil),
        Message([], nil),
    ]

    @Test(arguments: messages)
    func `messages for every instrument are understood`(message: Message) throws {
        #expect(try UniversalMessage.parse(message.bytes) == message.meaning)
    }

    @Test func `master tunings add up, move every key and end with a reset; master volume is the player's`() {
        let instrument = Instrument(Instrument.Configuration(), sound: Sound())
        var tuning = PlayerTuning()
        func hertz() -> Double { tuning.hertz(channel: 5, key: 69) ?? 0 }
        #expect(instrument.take(.coarseTuning(semitones: 12), tuning: &tuning))
        #expect(abs(hertz() - 880) < 1e-9)
        #expect(instrument.take(.fineTuning(cents: -100), tuning: &tuning))
        #expect(abs(hertz() - 830.609_395) < 1e-5)
        #expect(instrument.take(.reset, tuning: &tuning))
        #expect(hertz() == 440)
        #expect(!instrument.take(.volume(0.25), tuning: &tuning))
        #expect(!instrument.take(.identityRequest, tuning: &tuning))
    }
}
