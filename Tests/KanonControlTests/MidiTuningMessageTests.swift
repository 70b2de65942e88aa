import Foundation
import KanonEngine
import Testing

@testable import KanonControl

/// Tuning messages as other programs send them.
enum TuningBytes {
    /// A frequency in three bytes, `semitones` above key 0.
    static func pitch(_ semitones: Double) -> [UInt8] {
        let whole = Int(semitones)
        let fraction = Int(((semitones - Double(whole)) * 16_384).rounded())
        return [UInt8(whole), UInt8(fraction >> 7), UInt8(fraction & 127)]
    }

    static func dump(_ head: [UInt8], name: String, _ body: [UInt8]) -> [UInt8] {
        let bytes = head + Array(name.padding(toLength: 16, withPad: " ", startingAt: 0).utf8) + body
        return [0xF0] + bytes + [bytes.reduce(0, ^) & 0x7F, 0xF7]
    }

    /// Every key a quarter of a tone up.
    static let quarterToneUp = (0..<128).flatMap { pitch(min(Double($0) + 0.5, 127.5)) }
}

struct MidiTuningMessageTests {
    private func apply(_ bytes: [UInt8], to tuning: PlayerTuning = PlayerTuning()) throws -> (tuning: PlayerTuning, movesNotes: Bool) {
        var tuning = tuning
        let message = try #require(try MidiTuningMessage.parse(bytes))
        tuning.apply(message)
        return (tuning, message.movesNotes)
    }

    private func cents(_ tuning: PlayerTuning, _ key: Int, channel: Int = 0) -> Double {
        tuning.hertz(channel: channel, key: key).map { Tuning.cents($0, of: key) } ?? .nan
    }

    @Test(arguments: [[0x7E, 0x10, 0x08, 0x01, 3], [0x7E, 0x7F, 0x08, 0x04, 2, 3]] as [[UInt8]])
    func `a bulk dump tunes every key on every channel, and has a name`(head: [UInt8]) throws {
        let bytes = TuningBytes.dump(head, name: "Quarter up", TuningBytes.quarterToneUp)
        #expect(bytes.count == 403 + head.count)
        let result = try apply(bytes)
        #expect(result.movesNotes && result.tuning.name == "MIDI Quarter up")
        for channel in [0, 9, 15] { #expect((0..<128).allSatisfy { abs(cents(result.tuning, $0, channel: channel) - 50) < 1e-9 }) }
        for position in [4 + head.count, 100, bytes.count - 2] {
            var wrong = bytes
            wrong[position] ^= 1
            #expect(complaints { () throws(Diagnostics) in try MidiTuningMessage.parse(wrong) }.contains("the checksum is"))
        }
        let short = bytes.dropLast(4) + [0xF7]
        #expect(complaints { () throws(Diagnostics) in try MidiTuningMessage.parse(Array(short)) }.contains("a message of this kind has"))
    }

    @Test func `three bytes of ones leave a key as it is`() throws {
        let body = (0..<128).flatMap { $0 == 60 ? [0x7F, 0x7F, 0x7F] : TuningBytes.pitch(Double($0)) }
        let before = try apply([0xF0, 0x7F, 0, 8, 2, 0, 1, 60, 61, 0, 0, 0xF7]).tuning
        let result = try apply(TuningBytes.dump([0x7E, 0, 8, 1, 0], name: "", body), to: before)
        #expect(abs(cents(result.tuning, 60) - 100) < 1e-9 && abs(cents(result.tuning, 61)) < 1e-9)
    }

    @Test(
        arguments: [
            ([0x7F, 0x7F, 8, 2, 0], true), ([0x7F, 3, 8, 7, 1, 0], true), ([0x7E, 3, 8, 7, 1, 0], false),
        ] as [([UInt8], Bool)])
    func `single notes are tuned one by one; what is not in real time is for notes to come`(head: [UInt8], moves: Bool) throws {
        let bytes = [0xF0] + head + [2, 69] + TuningBytes.pitch(69.25) + [127] + TuningBytes.pitch(0) + [0xF7]
        let result = try apply(bytes)
        #expect(result.movesNotes == moves && result.tuning.name == "equal, changed by MIDI")
        #expect(abs(cents(result.tuning, 69) - 25) < 1e-9 && abs(cents(result.tuning, 127) + 12_700) < 1e-6)
        #expect(cents(result.tuning, 68) == 0)
        let wrong = Array(bytes.dropLast(2) + [0xF7])
        #expect(complaints { () throws(Diagnostics) in try MidiTuningMessage.parse(wrong) }.contains("bytes; a message of this kind has"))
    }

    @Test(arguments: [true, false]) func `an octave tuning of one byte moves the channels of its mask by cents`(isRealTime: Bool) throws {
        let steps: [UInt8] = [0, 64, 127, 65, 64, 64, 64, 64, 64, 64, 64, 63]
        let bytes = [0xF0, isRealTime ? 0x7F : 0x7E, 0x7F, 8, 8, 2, 1, 5] + steps + [0xF7]
        let result = try apply(bytes)
        #expect(result.movesNotes == isRealTime)
        // Channels 1, 3, 8 and 16.
        for channel in 0..<16 {
            let isMeant = [0, 2, 7, 15].contains(channel)
            let deviations: [(Int, Double)] = [(60, -64), (61, 0), (14, 63), (75, 1), (119, -1)]
            for (key, expected) in deviations {
                #expect(abs(cents(result.tuning, key, channel: channel) - (isMeant ? expected : 0)) < 1e-9)
            }
        }
    }

    @Test(arguments: [true, false]) func `one of two bytes moves by up to a semitone, in 8192nds`(isRealTime: Bool) throws {
        let steps: [UInt8] = [0, 0, 64, 0, 127, 127, 64, 1] + Array(repeating: [64, 0], count: 8).flatMap { $0 }
        let result = try apply([0xF0, isRealTime ? 0x7F : 0x7E, 0, 8, 9, 3, 127, 127] + steps + [0xF7])
        #expect(result.movesNotes == isRealTime)
        for channel in 0..<16 {
            let expected: [(Int, Double)] = [(60, -100), (61, 0), (62, 100 * 8191.0 / 8192), (63, 100 / 8192.0), (64, 0)]
            for (key, cents) in expected { #expect(abs(self.cents(result.tuning, key, channel: channel) - cents) < 1e-9) }
        }
    }

    @Test func `octave tunings are measured from what files and dumps made, not from one another`() throws {
        let up = [UInt8](repeating: 74, count: 12)
        let message: [UInt8] = [0xF0, 0x7F, 0, 8, 8, 3, 127, 127] + up + [0xF7]
        let dump = TuningBytes.dump([0x7E, 0, 8, 1, 0], name: "x", TuningBytes.quarterToneUp)
        let once = try apply(message, to: try apply(dump).tuning).tuning
        let twice = try apply(message, to: once).tuning
        #expect(abs(cents(twice, 60) - 60) < 1e-9 && twice.name == "MIDI x, changed by MIDI")
        // A key that is silent has nothing to be measured from.
        var silent = Tuning.equal
        silent.hertz[60] = nil
        let still = try apply(message, to: PlayerTuning(silent)).tuning
        #expect(still.hertz(channel: 0, key: 60) == nil)
    }

    @Test func `dumps of octave tunings are for all channels, and are checked`() throws {
        let one = TuningBytes.dump([0x7E, 0, 8, 5, 1, 2], name: "One", [UInt8](repeating: 65, count: 12))
        let two = TuningBytes.dump([0x7E, 0, 8, 6, 1, 2], name: "Two", Array(repeating: [64, 64], count: 12).flatMap { $0 })
        let first = try apply(one).tuning
        let second = try apply(two).tuning
        #expect(abs(cents(first, 60, channel: 15) - 1) < 1e-9 && first.name == "MIDI One")
        #expect(abs(cents(second, 60) - 100 * 64 / 8192.0) < 1e-9 && second.name == "MIDI Two")
    }

    @Test(
        arguments: [
            [0xF0, 0x7E, 0, 8, 0, 1, 0xF7], [0xF0, 0x7E, 0, 6, 1, 0, 0xF7], [0xF0, 0x41, 1, 8, 8, 2, 0xF7], [0xF0, 0xF7], [],
            [0xF0, 0x7F, 0, 8, 99, 0, 0xF7],
        ] as [[UInt8]]) func `other messages are none`(bytes: [UInt8]) throws
    {
        #expect(try MidiTuningMessage.parse(bytes) == nil)
    }

    @Test func `no bytes make it fail otherwise than by a finding`() {
        var random = Lehmer(seed: 77)
        for _ in 0..<20_000 {
            let kind = UInt8(random.below(11))
            var bytes: [UInt8] = [0xF0, random.below(2) == 0 ? 0x7E : 0x7F, 0, 8, kind]
            let counts = [0, 1, 2, 15, 27, 28, 31, 403, 404, 512, random.below(600)]
            bytes += (0..<counts[random.below(counts.count)]).map { _ in UInt8(random.below(random.below(50) == 0 ? 256 : 128)) } + [0xF7]
            var tuning = PlayerTuning()
            if let message = try? MidiTuningMessage.parse(bytes) { tuning.apply(message) }
            #expect((0..<128).allSatisfy { tuning.hertz(channel: 3, key: $0).map { $0 > 0 && $0.isFinite } ?? false })
        }
    }
}
