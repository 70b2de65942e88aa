import Foundation
import Testing

@testable import KanonEngine

/// A ring in memory of its own, for two threads.
private final class Shared: @unchecked Sendable {
    // SAFETY: one thread pushes, one pops; the memory outlives both.
    let slots = UnsafeMutablePointer<UInt64>.allocate(capacity: 64)
    let ring = UnsafeMutablePointer<Ring<UInt64>>.allocate(capacity: 1)

    init() { ring.initialize(to: Ring(slots: slots, capacity: 64)) }

    func push(_ element: UInt64) -> Bool { ring.pointee.push(element) }
    func peek() -> UInt64? { ring.pointee.peek() }
    func pop() -> UInt64? { ring.pointee.pop() }
    var free: Int { ring.pointee.free }
    var count: Int { ring.pointee.count }

    deinit {
        ring.deinitialize(count: 1)
        ring.deallocate()
        slots.deallocate()
    }
}

struct RingTests {
    @Test func `what goes in comes out, in order, over and over`() {
        let shared = Shared()
        var next: UInt64 = 0
        var expected: UInt64 = 0
        var isInOrder = true
        for round in 0..<1000 {
            for _ in 0..<(round * 7 % 65) where shared.push(next) { next += 1 }
            for _ in 0..<(round * 5 % 65) {
                guard let seen = shared.peek() else { break }
                isInOrder = isInOrder && seen == expected && shared.pop() == expected
                expected += 1
            }
        }
        #expect(isInOrder)
        #expect(next > 20_000)
    }

    @Test func `a full ring refuses and keeps what it has`() {
        let shared = Shared()
        for number in 0..<64 { #expect(shared.push(UInt64(number))) }
        #expect(!shared.push(99))
        #expect(shared.free == 0)
        #expect(shared.count == 64)
        #expect(shared.pop() == 0)
        #expect(shared.push(64))
        for number in 1...64 { #expect(shared.pop() == UInt64(number)) }
        #expect(shared.pop() == nil)
    }

    @Test func `a million elements cross between two threads in order`() {
        let shared = Shared()
        let count: UInt64 = 1_000_000
        let producer = Thread {
            var number: UInt64 = 0
            while number < count {
                if shared.push(number &* 0x9E37_79B9_7F4A_7C15) { number += 1 } else { sched_yield() }
            }
        }
        producer.start()
        var isInOrder = true
        var number: UInt64 = 0
        while number < count {
            if let element = shared.pop() {
                if element != number &* 0x9E37_79B9_7F4A_7C15 { isInOrder = false }
                number += 1
            } else {
                sched_yield()
            }
        }
        #expect(isInOrder)
    }
}

struct EventInputTests {
    private func heldBackBends(_ instrument: Instrument) -> [Event] {
        var events: [Event] = []
        while let timed = instrument.input(.alsa).state.pointee.ring.pop() { events.append(timed.event) }
        return events
    }

    @Test func `a full ring keeps room for releases and counts the notes it refused`() {
        let bench = Bench()
        let input = bench.instrument.input(.alsa)
        var taken = 0
        for _ in 0..<1000 where input.push(Event(.noteOn, key: 60, value: 1), at: 0) { taken += 1 }
        #expect(taken == EventInput.capacity - EventInput.reservedForReleases)
        #expect(bench.instrument.meter[.refusedEvents] == UInt64(1000 - taken))
        var released = 0
        for _ in 0..<EventInput.reservedForReleases where input.push(Event(.noteOff, key: 60), at: 0) { released += 1 }
        #expect(released == EventInput.reservedForReleases)
        bench.run(64)
        #expect(bench.heldKeys.isEmpty)
    }

    @Test func `wheels that find no room come later, the newest of each channel and device`() {
        let bench = Bench()
        let input = bench.instrument.input(.alsa)
        while input.push(Event(.noteOn, key: 60, value: 1), at: 0) {}
        for position in 0..<100 {
            input.push(Event(.bend, device: 1, channel: 2, value: Float(position)), at: 0)
            input.push(Event(.bend, device: 2, channel: 2, value: Float(-position)), at: 0)
        }
        input.push(Event(.bend, device: 1, channel: 3, value: 0.5), at: 0)
        input.push(Event(.resetControllers, device: 1, channel: 3), at: 0)
        _ = heldBackBends(bench.instrument)
        input.flush()
        #expect(
            heldBackBends(bench.instrument) == [
                Event(.bend, device: 1, channel: 2, value: 99), Event(.bend, device: 2, channel: 2, value: -99),
            ])
    }

    @Test func `a wheel of a device that is gone stays gone`() {
        let bench = Bench()
        let input = bench.instrument.input(.alsa)
        while input.push(Event(.noteOn, key: 60, value: 1), at: 0) {}
        input.push(Event(.bend, device: 1, channel: 2, value: 1), at: 0)
        input.release(device: 1, at: 0)
        _ = heldBackBends(bench.instrument)
        input.flush()
        #expect(heldBackBends(bench.instrument).isEmpty)
    }

    @Test func `events of all ways in are placed a period later, at their frame`() {
        let bench = Bench()
        bench.run(6400)
        // The bench's blocks begin at 1 s and go on by 64 frames.
        let second = 1_000_000 + 6400.0 / 48_000 * 1e6
        let stamp = UInt64(second + 20 / 48_000 * 1e6)
        for (name, key) in [(InputName.alsa, 60), (.terminal, 64), (.control, 67)] {
            bench.instrument.input(name).push(Event(.noteOn, key: UInt8(key), value: 1), at: stamp)
        }
        bench.run(256)
        let first = bench.left.firstIndex { $0 != 0 }!
        #expect(abs(first - (6400 + 64 + 20 + 1 + Engine.delayFrames)) <= 1)
        #expect(bench.heldKeys == [60, 64, 67])
    }

    @Test func `a stamp of another clock holds nothing back`() {
        let bench = Bench()
        bench.run(640)
        bench.instrument.input(.alsa).push(Event(.noteOn, key: 60, value: 1), at: 1_000_000_000_000)
        bench.push(.noteOn, key: 64, value: 1)
        bench.run(128)
        #expect(bench.heldKeys == [60, 64])
    }

    @Test func `keys struck while the server was away are not played when it is back, releases are`() {
        let bench = Bench()
        bench.push(.noteOn, key: 60, value: 1)
        bench.run(640)
        bench.push(.noteOn, key: 64, value: 1)
        bench.push(.noteOff, key: 60)
        bench.pause(seconds: 2)
        bench.run(640)
        #expect(bench.heldKeys == [])
        bench.push(.noteOn, key: 67, value: 1)
        bench.run(640)
        #expect(bench.heldKeys == [67])
    }
}

struct BlockQueueTests {
    @Test func `keeps the order of frames, and of arrival within a frame`() {
        var arena = Arena(byteCount: BlockQueue.byteCount + 64)
        var queue = BlockQueue(in: &arena)
        queue.clear()
        var dice = Dice(3)
        var expected: [(frame: Int, key: Int)] = []
        for number in 0..<120 {
            let frame = dice.below(10)
            queue.insert(.event(Event(.noteOn, key: UInt8(number))), at: frame)
            expected.append((frame, number))
        }
        // Swift's sort is stable.
        expected.sort { $0.frame < $1.frame }
        var keys: [Int] = []
        for frame in 0..<10 {
            while let payload = queue.next(upTo: frame) {
                if case .event(let event) = payload { keys.append(Int(event.key)) }
            }
            #expect(keys.count == expected.filter { $0.frame <= frame }.count)
        }
        #expect(keys == expected.map(\.key))
    }

    @Test func `only notes, pedals and mode messages split a block`() {
        var arena = Arena(byteCount: BlockQueue.byteCount + 64)
        var queue = BlockQueue(in: &arena)
        queue.clear()
        let messages: [[UInt8]] = [[0xE0, 0, 0], [0xB0, 74, 1], [0xD0, 1, 0], [0xB0, 64, 127]]
        for (frame, bytes) in messages.enumerated() {
            let message = ShortMessage(bytes, count: 3)!
            queue.insert(.message(message, device: 0), at: frame)
        }
        #expect(queue.nextSplit(before: 16) == 3)
        #expect(queue.nextSplit(before: 2) == 2)
    }

    @Test func `a flood of messages in one block loses no note-off`() {
        let bench = Bench()
        for number in 0..<3 * BlockQueue.capacity {
            bench.send(number % 2 == 0 ? 0x90 : 0x80, UInt8(20 + number / 2 % 100), 100, at: number % 64 / 60)
        }
        bench.run(64)
        #expect(bench.heldKeys.isEmpty)
        bench.run(48_000)
        #expect(bench.sounding.isEmpty)
    }

    @Test func `a note-off behind a full queue comes after its note-on`() {
        let bench = Bench()
        for number in 0..<BlockQueue.capacity - 1 { bench.send(0xB0, 1, UInt8(number % 128), at: 0) }
        bench.send(0x90, 60, 100, at: 10)
        bench.send(0x80, 60, 0, at: 20)
        bench.run(64)
        #expect(bench.heldKeys.isEmpty)
    }
}

struct AudioTapTests {
    @Test func `frames come out as they went in, and what finds no room is counted`() {
        var arena = Arena(byteCount: AudioTap.byteCount(capacity: 256))
        let tap = AudioTap(capacity: 256, in: &arena)
        let left = (0..<100).map { Float($0) }
        let right = left.map { -$0 }
        tap.push(left: left, right: right, count: 100)
        var read = [Float](repeating: 9, count: 2 * 300)
        #expect(tap.read(into: &read, count: 1) == 0)
        tap.arm(true)
        for _ in 0..<3 { tap.push(left: left, right: right, count: 100) }
        #expect(tap.lostFrames == 44)
        #expect(tap.read(into: &read, count: 300) == 256)
        var isSame = true
        for frame in 0..<256 where read[2 * frame] != left[frame % 100] || read[2 * frame + 1] != right[frame % 100] {
            isSame = false
        }
        #expect(isSame)
        tap.push(left: left, right: right, count: 100)
        #expect(tap.read(into: &read, count: 60) == 60)
        #expect(tap.read(into: &read, count: 60) == 40)
        #expect(read[0] == 60)
        #expect(tap.lostFrames == 44)
    }

    @Test func `what is recorded is what is heard`() {
        let bench = Bench()
        bench.instrument.recording.arm(true)
        bench.send(0x90, 60, 100, at: 5)
        bench.run(4096, block: 37)
        var read = [Float](repeating: 0, count: 2 * 4096)
        #expect(bench.instrument.recording.read(into: &read, count: 5000) == 4096)
        var isSame = true
        for frame in 0..<4096 where read[2 * frame] != bench.left[frame] || read[2 * frame + 1] != bench.right[frame] {
            isSame = false
        }
        #expect(isSame)
    }
}
