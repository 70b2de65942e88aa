import Foundation
import KanonState
import Testing

@testable import KanonEngine

/// MIDI Polyphonic Expression: a channel a note.
struct MpeTests {
    /// A bench with a lower zone of `members`.
    private func bench(members: UInt8 = 15, _ sound: Sound = .plainSine) -> Bench {
        let bench = Bench(sound)
        for (number, value) in [(101, 0), (100, 6), (6, members)] as [(UInt8, UInt8)] { bench.send(0xB0, number, value, at: 0) }
        bench.run(16)
        return bench
    }

    private func send(_ bench: Bench, _ bytes: UInt8...) {
        for start in stride(from: 0, to: bytes.count, by: 3) {
            bench.send(bytes[start], bytes[start + 1], bytes[start + 2], at: bench.left.count)
        }
    }

    /// Cents above its key of the voice that plays `key`.
    private func cents(_ bench: Bench, key: Int) -> Double? {
        for lane in 0..<16 where bench.groups[0].active & (1 << UInt16(lane)) != 0 {
            guard Int((bench.groups[0].noteOctaves[lane] * 12 + 60).rounded()) == key else { continue }
            let hertz = Double(bench.increment(lane: lane)) / 4_294_967_296 * 48_000
            return 1200 * log2(hertz / (440 * exp2(Double(key - 69) / 12)))
        }
        return nil
    }

    private func lane(_ bench: Bench, key: Int) -> Int? {
        (0..<16).first {
            bench.groups[0].active & (1 << UInt16($0)) != 0 && Int((bench.groups[0].noteOctaves[$0] * 12 + 60).rounded()) == key
        }
    }

    @Test func `each note bends by itself, and all by the manager's wheel`() throws {
        let bench = bench()
        send(bench, 0x91, 60, 100, 0x92, 64, 100)
        bench.run(640)
        // A quarter of 48 semitones up, and half of 2 down.
        send(bench, 0xE1, 0, 0x50, 0xE0, 0, 0x20)
        bench.run(9600)
        #expect(abs(try #require(cents(bench, key: 60)) - 1200 + 100) < 0.3)
        #expect(abs(try #require(cents(bench, key: 64)) + 100) < 0.01)
    }

    @Test func `a member's bend range is that of all members`() throws {
        let bench = bench(members: 3)
        send(bench, 0xB2, 101, 0, 0xB2, 100, 0, 0xB2, 6, 12, 0x91, 60, 100, 0x94, 62, 100)
        send(bench, 0xE1, 0x7F, 0x7F, 0xE4, 0x7F, 0x7F)
        bench.run(9600)
        #expect(abs(try #require(cents(bench, key: 60)) - 1200) < 0.1)
        // The fifth channel is outside; it bends as the preset says.
        #expect(abs(try #require(cents(bench, key: 62)) - 200) < 0.1)
    }

    @Test func `pressure and timbre are a note's own, and meet the zone's`() throws {
        let bench = bench()
        send(bench, 0x91, 60, 100, 0x92, 64, 100)
        bench.send(0xD1, 100, at: bench.left.count)
        bench.send(0xD0, 50, at: bench.left.count)
        send(bench, 0xB1, 74, 127, 0xB0, 74, 32)
        bench.run(9600)
        let first = try #require(lane(bench, key: 60))
        let second = try #require(lane(bench, key: 64))
        #expect(abs(bench.groups[0].pressure[first] - 100 / 127) < 1e-5)
        #expect(abs(bench.groups[0].pressure[second] - 50 / 127) < 1e-5)
        #expect(abs(bench.groups[0].timbre[first] - 0.5) < 1e-5)
        #expect(abs(bench.groups[0].timbre[second] + 0.5) < 1e-5)
    }

    @Test func `the manager's pedals hold the zone's notes`() {
        for pedal in [64, 66] as [UInt8] {
            let bench = bench()
            send(bench, 0x91, 60, 100)
            bench.run(64)
            send(bench, 0xB0, pedal, 127, 0x81, 60, 64)
            bench.run(9600)
            #expect(bench.heldKeys == [60])
            send(bench, 0xB0, pedal, 0)
            bench.run(9600)
            #expect(bench.sounding.isEmpty)
        }
    }

    @Test func `a note that rings out does not follow the next on its channel`() throws {
        var sound = Sound.plainSine
        sound[.amp(.release)] = 5
        let bench = bench(sound)
        send(bench, 0x91, 60, 100)
        bench.run(640)
        send(bench, 0x81, 60, 64, 0xE1, 0x7F, 0x7F, 0x91, 62, 100)
        bench.run(9600)
        #expect(abs(try #require(cents(bench, key: 60))) < 0.01)
        #expect(abs(try #require(cents(bench, key: 62)) - 4800) < 0.1)
    }

    private func bench(_ sound: Sound) -> Bench { bench(members: 15, sound) }

    @Test func `the upper zone counts down from the sixteenth channel, and takes what it needs of the lower`() throws {
        let bench = bench(members: 14)
        send(bench, 0x91, 60, 100)
        bench.run(64)
        send(bench, 0xBF, 101, 0, 0xBF, 100, 6, 0xBF, 6, 5)
        bench.run(9600)
        #expect(bench.heldKeys == [60])
        let managers = (0..<16).map {
            bench.instrument.engine.pointee.pool.channels[Int(Engine.jackDevice) * 16 + $0].manager.map { $0 & 15 }
        }
        #expect(managers == [nil] + [UInt8?](repeating: 0, count: 9) + [UInt8?](repeating: 15, count: 5) + [nil])
        // No zone at all: every channel is its own.
        send(bench, 0xB0, 6, 0, 0xBF, 6, 0)
        bench.run(9600)
        #expect(bench.sounding.isEmpty)
        let left = (0..<16).compactMap { bench.instrument.engine.pointee.pool.channels[Int(Engine.jackDevice) * 16 + $0].manager }
        #expect(left.isEmpty)
    }
}
