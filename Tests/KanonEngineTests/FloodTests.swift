import Foundation
import KanonTesting
import Testing

@testable import KanonEngine

/// More MIDI than anybody plays, from a thread of its own, while the engine renders in real time.
struct FloodTests {
    /// Messages a second.
    private static let rate = 100_000
    private static let seconds = Extent.choose(3, long: 60)

    /// In a process of its own, so that the memory of other tests does not count.
    @Test(arguments: [4096, 4097, 9000])
    func `of more than a block can hold no release is lost, and each key is played or counted`(count: Int) {
        let bench = Bench()
        // Half of them at one frame, and half spread over the block.
        for index in 0..<count / 2 {
            let frame = index < count / 4 ? 3 : 3 + index * 60 / count
            bench.send(0x90, UInt8(index % 128), 100, at: frame)
            bench.send(0x80, UInt8(index % 128), 0, at: frame)
        }
        bench.send(0x90, 60, 100, at: 60)
        bench.send(0x80, 60, 0, at: 61)
        bench.run(to: 64)
        let meter = bench.instrument.meter
        #expect(Int(meter[.notes] + meter[.refusedEvents]) == count / 2 + 1)
        bench.run(to: 24_000)
        #expect(meter[.voices] == 0)
    }

    @Test func `a hundred thousand messages a second lose no release, end where wheels were put, and cost no memory`() async {
        let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
            let flood = Flood(seed: 5)
            let instrument = Instrument(Instrument.Configuration(), sound: .plainSine)
            let player = EngineThread(instrument)
            flood.play(on: instrument.input(.alsa), seconds: 1, rate: Self.rate)
            let before = ResidentMemory.bytes
            flood.play(on: instrument.input(.alsa), seconds: Self.seconds, rate: Self.rate)
            let grown = ResidentMemory.bytes - before
            flood.letGo(on: instrument.input(.alsa))
            for _ in 0..<500 where instrument.meter[.voices] > 0 { usleep(10_000) }
            player.stop()

            let pool = instrument.engine.pointee.pool
            #expect(pool.soundingCount == 0)
            #expect(grown < 1 << 20)
            for (place, bend) in flood.bends {
                #expect(pool.channels[place].bend == bend)
                #expect(pool.channels[place].pedals.isUp)
            }
            let meter = instrument.meter
            print(
                "flood: \(flood.count) messages in \(flood.seconds) s, \(meter[.notes]) notes, \(meter[.lateEvents]) late,",
                "\(meter[.refusedEvents]) refused, \(grown) bytes grown")
        }
        print(String(decoding: result?.standardOutputContent ?? [], as: UTF8.self))
    }
}

/// A hundred fingers, wheels and pedals on two devices, four channels each.
private final class Flood {
    private var dice: Dice
    private var held: Set<[UInt8]> = []
    /// Where each wheel was put last, by `Event.place`.
    private(set) var bends: [Int: Float] = [:]
    private(set) var count = 0
    private(set) var seconds = 0.0

    init(seed: Int) { dice = Dice(seed) }

    /// Sends for so long, so much, each message stamped with the time.
    func play(on input: EventInput, seconds: Int, rate: Int) {
        let begin = EngineThread.microseconds
        for sent in 0..<seconds * rate {
            // A hundred at once, as a busy port brings them.
            if sent % 100 == 0 {
                let due = begin + UInt64(sent) * 1_000_000 / UInt64(rate)
                while EngineThread.microseconds < due { usleep(200) }
            }
            send(next(), on: input)
        }
        self.seconds += Double(EngineThread.microseconds - begin) / 1e6
    }

    /// Lets go of all that is down.
    func letGo(on input: EventInput) {
        for message in held { send([message[0], message[1] & 0x0F | 0x80, message[2], 64], on: input) }
        for device in UInt8(0)..<2 { for channel in UInt8(0)..<4 { send([device, 0xB0 | channel, 64, 0], on: input) } }
        held = []
        while input.holdsBack {
            input.flush()
            usleep(1000)
        }
    }

    /// The device and the bytes of another message.
    private func next() -> [UInt8] {
        let (device, channel) = (UInt8(dice.below(2)), UInt8(dice.below(4)))
        switch dice.below(20) {
        case 0:
            let note = [device, channel, UInt8(30 + dice.below(60))]
            let isDown = held.insert(note).inserted
            if !isDown { held.remove(note) }
            return [device, (isDown ? 0x90 : 0x80) | channel, note[2], 100]
        case 1: return [device, 0xB0 | channel, 64, UInt8(dice.below(2) * 127)]
        case 2..<8: return [device, 0xB0 | channel, [1, 74, 11, 70][dice.below(4)], UInt8(dice.below(128))]
        case 8..<12: return [device, 0xD0 | channel, UInt8(dice.below(128))]
        default:
            let value = dice.below(16_384)
            bends[Int(device) * 16 + Int(channel)] = value < 8192 ? Float(value) / 8192 - 1 : (Float(value) - 8192) / 8191
            return [device, 0xE0 | channel, UInt8(value & 127), UInt8(value >> 7)]
        }
    }

    private func send(_ message: [UInt8], on input: EventInput) {
        message.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return }
            input.receive(start + 1, count: bytes.count - 1, device: bytes[0], at: EngineThread.microseconds)
        }
        count += 1
    }
}
