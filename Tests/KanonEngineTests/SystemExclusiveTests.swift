import Testing

@testable import KanonEngine

struct SystemExclusiveTests {
    private let bench = Bench()

    private func receive(_ bytes: [UInt8], device: UInt8 = 0) {
        bytes.withUnsafeBufferPointer {
            bench.instrument.input(.alsa).receive($0.baseAddress!, count: $0.count, device: device, at: 0)
        }
    }

    private var messages: [[UInt8]] {
        var messages: [[UInt8]] = []
        while let message = bench.instrument.nextExclusive() { messages.append(message) }
        return messages
    }

    @Test func `messages come whole from any pieces, of devices that talk at once, with real-time bytes taken out`() {
        let long = [0xF0] + (0..<406).map { UInt8($0 % 128) } + [0xF7] as [UInt8]
        for start in stride(from: 0, to: long.count, by: 17) {
            receive(Array(long[start..<min(start + 17, long.count)]))
            receive([0xF8, 0xFE])
            receive(start == 0 ? [0xF0, 1] : start == 17 ? [2, 0xF7] : [0x90, 60, 100], device: 3)
        }
        #expect(messages == [[0xF0, 1, 2, 0xF7], long])
        bench.run(64)
        #expect(bench.heldKeys == [60])
    }

    @Test func `what another status byte interrupts, or is too long, is none`() {
        receive([0xF0, 1, 2, 0x90, 60, 100, 3, 0xF7])
        receive([0xF0, 1, 0xF0, 2, 0xF7, 4, 0xF7])
        receive([0xF0, 1, 0xFF, 2, 0xF7])
        receive([0xF0] + [UInt8](repeating: 1, count: 1_022) + [0xF7])
        receive([0xF0] + [UInt8](repeating: 1, count: 1_023) + [0xF7])
        #expect(messages.map(\.count) == [3, 1_024])
    }

    @Test func `a device that is gone leaves nothing behind`() {
        receive([0xF0, 1], device: 2)
        bench.instrument.input(.alsa).release(device: 2, at: 0)
        receive([2, 0xF7], device: 2)
        #expect(messages.isEmpty)
    }

    @Test func `what finds no room is lost whole, and what follows is not`() {
        let long = [0xF0] + [UInt8](repeating: 5, count: 998) + [0xF7] as [UInt8]
        for _ in 0..<10 { receive(long) }
        #expect(messages == Array(repeating: long, count: 8))
        for round in 0..<100 {
            receive([0xF0, UInt8(round), 0xF7])
            #expect(messages == [[0xF0, UInt8(round), 0xF7]])
        }
    }

    @Test func `JACK's come the same way`() {
        bench.instrument.engine.pointee.begin(frames: 64, microseconds: 1_000_000)
        let message: [UInt8] = [0xF0, 0x7F, 0, 8, 2, 0, 0, 0xF7]
        message.withUnsafeBufferPointer { bench.instrument.engine.pointee.receive($0.baseAddress!, count: $0.count, frame: 3) }
        #expect(messages == [message])
    }

    @Test func `random bytes are never more than they were`() {
        var dice = Dice(12)
        for _ in 0..<2_000 {
            receive((0..<1 + dice.below(40)).map { _ in UInt8(dice.below(4) == 0 ? 0xF0 + dice.below(16) : dice.below(128)) })
            for message in messages {
                #expect(message.first == 0xF0 && message.last == 0xF7 && message.dropFirst().dropLast().allSatisfy { $0 < 0x80 })
            }
        }
    }
}
